/** What a deployment would do, computed purely from an artifact and a history. */
@NullMarked
package io.slipway.release.plan;

import org.jspecify.annotations.NullMarked;
