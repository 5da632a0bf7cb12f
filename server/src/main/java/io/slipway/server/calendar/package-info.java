/** When deployments may start: the windows of environments, and freezes. */
@NullMarked
package io.slipway.server.calendar;

import org.jspecify.annotations.NullMarked;
