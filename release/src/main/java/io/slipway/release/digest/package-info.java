/** SHA-256, as everything that is known by its content uses it. */
@NullMarked
package io.slipway.release.digest;

import org.jspecify.annotations.NullMarked;
