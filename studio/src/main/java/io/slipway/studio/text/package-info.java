/** Small things that all papers of the studio are written with. */
@NullMarked
package io.slipway.studio.text;

import org.jspecify.annotations.NullMarked;
