/** What a server asks of a runner, what the runner answers, and how it is carried out where the target is. */
@NullMarked
package io.slipway.release.runner;

import org.jspecify.annotations.NullMarked;
