<<<<<<< HEAD
/** What the supported databases have in common. */
=======
/** What all database products share: a JDBC session, Slipway's own tables, and the list of products. */
>>>>>>> main
@NullMarked
package io.slipway.database;

import org.jspecify.annotations.NullMarked;
