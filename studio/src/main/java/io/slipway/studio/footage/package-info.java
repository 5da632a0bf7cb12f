/**
 * Recordings from elsewhere: what in them may be cut out is proposed (silence, a frozen picture, a marked mistake, a
 * repeat), a person decides on a page, and only what was accepted is cut, to the frame.
 *
 * <p>{@link io.slipway.studio.footage.Sampling} measures pictures and sound once, as a stream; each
 * {@link io.slipway.studio.footage.Detector} makes proposals of the measures; {@link io.slipway.studio.footage.CutFile}
 * keeps them; {@link io.slipway.studio.footage.CutServer} shows them; {@link io.slipway.studio.footage.Rendering} cuts.
 */
@NullMarked
package io.slipway.studio.footage;

import org.jspecify.annotations.NullMarked;
