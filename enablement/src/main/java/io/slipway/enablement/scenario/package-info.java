/** Scenarios: one file of steps, of which guide, demo, recording, lab and smoke test are made. */
@NullMarked
package io.slipway.enablement.scenario;

import org.jspecify.annotations.NullMarked;
