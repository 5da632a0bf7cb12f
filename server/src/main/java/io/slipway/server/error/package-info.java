/** How failures are told over HTTP. */
@NullMarked
package io.slipway.server.error;

import org.jspecify.annotations.NullMarked;
