/** The runner: a process that reaches targets for a server, and asks it for work. */
@NullMarked
package io.slipway.cli.runner;

import org.jspecify.annotations.NullMarked;
