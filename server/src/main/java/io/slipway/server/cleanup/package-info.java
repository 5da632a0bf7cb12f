/** Takes away what rehearsals left, after a back-up and two approvals, and proves that nothing else was touched. */
@NullMarked
package io.slipway.server.cleanup;

import org.jspecify.annotations.NullMarked;
