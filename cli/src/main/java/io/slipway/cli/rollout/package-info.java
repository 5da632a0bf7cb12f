/** What the commands of {@code slipway rollout} share: opening a team's definition, and showing what comes of it. */
@NullMarked
package io.slipway.cli.rollout;

import org.jspecify.annotations.NullMarked;
