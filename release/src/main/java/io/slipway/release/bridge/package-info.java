/** What takes a schema to another one: statements, found and tried on a scratch database. */
@NullMarked
package io.slipway.release.bridge;

import org.jspecify.annotations.NullMarked;
