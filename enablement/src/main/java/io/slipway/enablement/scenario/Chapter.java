package io.slipway.enablement.scenario;

import java.util.List;
import java.util.Optional;

/**
 * A part of a scenario that stands for one thing to be learned.
 *
 * @param as who does its steps; empty for those whom the scenario is for
 * @param steps at least one
 */
public record Chapter(String title, Optional<Actor> as, List<Step> steps) {}
