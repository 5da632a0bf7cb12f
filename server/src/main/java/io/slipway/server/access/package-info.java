/** Who may do what: roles, permissions, and the check in front of every endpoint. */
@NullMarked
package io.slipway.server.access;

import org.jspecify.annotations.NullMarked;
