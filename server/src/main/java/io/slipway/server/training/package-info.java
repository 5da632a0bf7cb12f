/** Trainings of teams: sessions scheduled, invited to, attended, and what was asked in them. */
@NullMarked
package io.slipway.server.training;

import org.jspecify.annotations.NullMarked;
