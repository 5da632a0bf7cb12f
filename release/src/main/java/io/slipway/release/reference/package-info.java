/** The throw-away databases on which packaging proves scripts. */
@NullMarked
package io.slipway.release.reference;

import org.jspecify.annotations.NullMarked;
