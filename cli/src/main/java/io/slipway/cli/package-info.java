/** The command line: one class per command. Only here are the parts put together. */
@NullMarked
package io.slipway.cli;

import org.jspecify.annotations.NullMarked;
