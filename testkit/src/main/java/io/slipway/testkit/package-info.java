/** What tests of all modules share: scripts made to break a splitter. */
@NullMarked
package io.slipway.testkit;

import org.jspecify.annotations.NullMarked;
