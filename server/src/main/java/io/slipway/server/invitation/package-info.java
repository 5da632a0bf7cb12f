/** Invitations that mail programs put into calendars, and the answers that these send back. */
@NullMarked
package io.slipway.server.invitation;

import org.jspecify.annotations.NullMarked;
