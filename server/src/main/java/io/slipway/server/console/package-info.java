/** The pages. */
@NullMarked
package io.slipway.server.console;

import org.jspecify.annotations.NullMarked;
