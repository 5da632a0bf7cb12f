/** Reading SQL text: dialects, the splitter that accounts for every character, and what a statement's words say about it. */
@NullMarked
package io.slipway.release.sql;

import org.jspecify.annotations.NullMarked;
