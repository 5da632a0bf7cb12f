package io.slipway.rollout.training;

/**
 * Something that is shown in a training, or read after it: a guide, a clip, a demo's script.
 *
 * @param link begins with {@code https://}, or with {@code /} for a page of the server
 */
public record Material(String title, String link) {}
