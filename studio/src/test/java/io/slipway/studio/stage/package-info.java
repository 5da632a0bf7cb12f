@NullMarked
package io.slipway.studio.stage;

import org.jspecify.annotations.NullMarked;
