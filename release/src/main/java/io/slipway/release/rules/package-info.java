/** What is known to go wrong in releases, and how scripts and their proofs are looked through for it. */
@NullMarked
package io.slipway.release.rules;

import org.jspecify.annotations.NullMarked;
