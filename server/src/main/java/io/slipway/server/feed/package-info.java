/** Calendars of rollouts that people subscribe to. */
@NullMarked
package io.slipway.server.feed;

import org.jspecify.annotations.NullMarked;
