/** The server: {@code slipway serve}. Every part keeps its own tables in the store; {@code SlipwayServer} starts it. */
@NullMarked
package io.slipway.server;

import org.jspecify.annotations.NullMarked;
