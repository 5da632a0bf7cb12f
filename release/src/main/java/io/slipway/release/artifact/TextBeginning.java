package io.slipway.release.artifact;

/**
 * What a page shows of a text.
 *
 * @param text its beginning, or all of it
 * @param size of the whole, in bytes
 */
public record TextBeginning(String text, long size) {}
