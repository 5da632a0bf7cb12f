/** What ran where: the events kept in a target database, and the state they add up to. */
@NullMarked
package io.slipway.release.history;

import org.jspecify.annotations.NullMarked;
