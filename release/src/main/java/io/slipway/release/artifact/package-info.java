/** The immutable file that is deployed everywhere: written, signed, and read as hostile input. */
@NullMarked
package io.slipway.release.artifact;

import org.jspecify.annotations.NullMarked;
