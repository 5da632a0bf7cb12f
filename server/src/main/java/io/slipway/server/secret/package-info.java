/** What the server keeps sealed: secrets of projects, and its own. */
@NullMarked
package io.slipway.server.secret;

import org.jspecify.annotations.NullMarked;
