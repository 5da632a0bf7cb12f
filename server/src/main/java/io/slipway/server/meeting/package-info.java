/** Meetings that are made at a provider: who that is, and how far each is made. */
@NullMarked
package io.slipway.server.meeting;

import org.jspecify.annotations.NullMarked;
