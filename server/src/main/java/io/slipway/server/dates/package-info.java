/** Go-live dates of rollouts: proposals, votes, invitations, and what mails answer. */
@NullMarked
package io.slipway.server.dates;

import org.jspecify.annotations.NullMarked;
