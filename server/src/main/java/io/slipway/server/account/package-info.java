/** People: how they sign in, their sessions and tokens. */
@NullMarked
package io.slipway.server.account;

import org.jspecify.annotations.NullMarked;
