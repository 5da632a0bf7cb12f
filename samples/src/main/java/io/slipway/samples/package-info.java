/** The sample shop: a PostgreSQL project that grows over three sprints, for the demo, the guides and the labs. */
@NullMarked
package io.slipway.samples;

import org.jspecify.annotations.NullMarked;
