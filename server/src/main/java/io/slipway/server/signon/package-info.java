/** Single sign-on by OpenID Connect: people sign in where their organisation signs them in. */
@NullMarked
package io.slipway.server.signon;

import org.jspecify.annotations.NullMarked;
