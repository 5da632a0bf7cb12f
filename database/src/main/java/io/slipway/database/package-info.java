/** What the supported databases have in common. */
@NullMarked
package io.slipway.database;

import org.jspecify.annotations.NullMarked;
