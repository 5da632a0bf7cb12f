/** What the server last saw of each environment. */
@NullMarked
package io.slipway.server.environment;

import org.jspecify.annotations.NullMarked;
