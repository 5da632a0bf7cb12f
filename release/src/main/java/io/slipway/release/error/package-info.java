/** What can go wrong, as stable codes in a few categories. */
@NullMarked
package io.slipway.release.error;

import org.jspecify.annotations.NullMarked;
