/** The sprints after a go-live: what was delivered, how well, and when the extra care may end. */
@NullMarked
package io.slipway.rollout.hypercare;

import org.jspecify.annotations.NullMarked;
