/** What the command line asks of the studio, which plays scenarios and is not part of every distribution. */
@NullMarked
package io.slipway.cli.scenario;

import org.jspecify.annotations.NullMarked;
