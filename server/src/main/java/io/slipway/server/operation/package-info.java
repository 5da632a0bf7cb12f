/** What those who run the server look at: whether it is ready, what it measures, what it logs, how it is set. */
@NullMarked
package io.slipway.server.operation;

import org.jspecify.annotations.NullMarked;
