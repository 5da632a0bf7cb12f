/** Tells people and programs what happens to deployments: an outbox, who wants to hear what, and the sending. */
@NullMarked
package io.slipway.server.notification;

import org.jspecify.annotations.NullMarked;
