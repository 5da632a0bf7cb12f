/** Which Slipway this is. */
@NullMarked
package io.slipway.release.version;

import org.jspecify.annotations.NullMarked;
