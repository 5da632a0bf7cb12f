/** The mailbox of this server: its settings, and the mails that are taken from it, each once. */
@NullMarked
package io.slipway.server.mailbox;

import org.jspecify.annotations.NullMarked;
