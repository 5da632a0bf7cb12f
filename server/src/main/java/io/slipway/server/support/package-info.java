/** Support: cases, who has them until when, and the trackers in which they are kept as well. */
@NullMarked
package io.slipway.server.support;

import org.jspecify.annotations.NullMarked;
