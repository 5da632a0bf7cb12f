/** Guides: what a reader does and sees, with pictures taken while the scenarios were played. */
@NullMarked
package io.slipway.studio.guide;

import org.jspecify.annotations.NullMarked;
