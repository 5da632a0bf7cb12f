/** What all database products share: a JDBC session, Slipway's own tables, and the list of products. */
@NullMarked
package io.slipway.database;

import org.jspecify.annotations.NullMarked;
