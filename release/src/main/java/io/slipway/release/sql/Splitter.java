package io.slipway.release.sql;

import java.util.Iterator;

/**
 * Cuts a script into pieces while reading it, holding no more than one piece in memory.
 *
 * <p>{@link #next} throws {@link java.io.UncheckedIOException} when the reader fails and {@link SplitException} when
 * the text cannot be cut, such as a string that never ends.
 */
public interface Splitter extends Iterator<Piece> {}
