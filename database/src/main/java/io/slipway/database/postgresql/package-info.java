/** PostgreSQL. */
@NullMarked
package io.slipway.database.postgresql;

import org.jspecify.annotations.NullMarked;
