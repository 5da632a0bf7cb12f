/** The package verb: what is new, in which order, proved, written and signed. */
@NullMarked
package io.slipway.release.packaging;

import org.jspecify.annotations.NullMarked;
