/**
 * Scripts of a trainee's own application, tried on a throw-away database before anything of them is anybody's: rules,
 * proof, deployment, rollback, and what to mend before the go-live.
 */
@NullMarked
package io.slipway.server.ownscripts;

import org.jspecify.annotations.NullMarked;
