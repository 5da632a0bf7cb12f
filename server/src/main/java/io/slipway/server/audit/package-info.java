/** Who did what, in a chain of hashes that anyone can verify. */
@NullMarked
package io.slipway.server.audit;

import org.jspecify.annotations.NullMarked;
