/** The status verb: which artifact is where and what is pending. */
@NullMarked
package io.slipway.release.status;

import org.jspecify.annotations.NullMarked;
