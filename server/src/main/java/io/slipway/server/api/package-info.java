/** The HTTP API. */
@NullMarked
package io.slipway.server.api;

import org.jspecify.annotations.NullMarked;
