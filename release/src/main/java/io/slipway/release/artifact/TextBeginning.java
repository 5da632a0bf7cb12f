package io.slipway.release.artifact;

/**
 * What a page shows of a text.
 *
 * @param bytes its beginning, or all of it
 * @param size of the whole text, in bytes
 */
public record TextBeginning(byte[] bytes, long size) {}
