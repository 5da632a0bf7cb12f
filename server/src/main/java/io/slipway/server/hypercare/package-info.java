/** The sprints after each go-live: figures of what was delivered, and votes on when the extra care ends. */
@NullMarked
package io.slipway.server.hypercare;

import org.jspecify.annotations.NullMarked;
