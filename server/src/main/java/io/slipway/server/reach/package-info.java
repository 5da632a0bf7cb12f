/** Who reaches the targets of environments: this process itself, or a runner elsewhere. */
@NullMarked
package io.slipway.server.reach;

import org.jspecify.annotations.NullMarked;
