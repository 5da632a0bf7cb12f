/** PostgreSQL 12 and later: sessions, history, lock, catalogue, and scratch databases on an embedded or a given server. */
@NullMarked
package io.slipway.database.postgresql;

import org.jspecify.annotations.NullMarked;
