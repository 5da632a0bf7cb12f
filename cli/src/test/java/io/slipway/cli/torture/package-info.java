/**
 * Breaks deployments at random moments and in random ways, and looks afterwards, past the engine, whether each statement
 * ran once. A small part runs with the tests; {@code ./slipway-torture} runs as much as one has time for.
 */
@NullMarked
package io.slipway.cli.torture;

import org.jspecify.annotations.NullMarked;
