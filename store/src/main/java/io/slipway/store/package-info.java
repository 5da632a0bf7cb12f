/** The server's own database: SQLite in a file, or PostgreSQL. Its schema is deployed by the engine. */
@NullMarked
package io.slipway.store;

import org.jspecify.annotations.NullMarked;
