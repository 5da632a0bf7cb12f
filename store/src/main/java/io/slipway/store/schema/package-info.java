/** Packaging and deploying the schema of the server's own database. */
@NullMarked
package io.slipway.store.schema;

import org.jspecify.annotations.NullMarked;
