/** Work that goes on beside other work. */
@NullMarked
package io.slipway.release.parallel;

import org.jspecify.annotations.NullMarked;
