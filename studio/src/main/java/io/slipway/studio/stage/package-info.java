/** Where scenarios are played: an installation, a real browser and a real terminal. */
@NullMarked
package io.slipway.studio.stage;

import org.jspecify.annotations.NullMarked;
