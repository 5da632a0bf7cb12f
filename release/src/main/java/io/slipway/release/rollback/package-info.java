/** The rollback verb. */
@NullMarked
package io.slipway.release.rollback;

import org.jspecify.annotations.NullMarked;
