/** Running one script's statements on a session, and saying exactly where it stopped. */
@NullMarked
package io.slipway.release.execute;

import org.jspecify.annotations.NullMarked;
