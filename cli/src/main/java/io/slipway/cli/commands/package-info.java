/** The commands, one class each: they read flags, run one verb and hand its result to the output. */
@NullMarked
package io.slipway.cli.commands;

import org.jspecify.annotations.NullMarked;
