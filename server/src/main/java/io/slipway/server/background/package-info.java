/** Finding out what takes long beside the page that wants to know. */
@NullMarked
package io.slipway.server.background;

import org.jspecify.annotations.NullMarked;
