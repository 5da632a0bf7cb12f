package io.slipway.release.runner;

/**
 * An order on its way to a runner.
 *
 * @param id the same however often it is handed out
 * @param attempt rises each time it is handed out; only the last one's answer counts
 * @param definition the project's {@code slipway.yaml}
 * @param trustedKeys public keys in PEM form, one after the other; empty when none
 */
public record RunnerTask(
        String id, long attempt, String definition, String trustedKeys, String environment, Order order) {}
