/** Looks at the gates of go-lives, keeps what was seen, and takes waivers. */
@NullMarked
package io.slipway.server.readiness;

import org.jspecify.annotations.NullMarked;
