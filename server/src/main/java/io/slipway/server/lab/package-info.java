/**
 * Hands-on labs: tasks from scenarios, and a seat for each trainee with a project and databases of its own. What people
 * run there is theirs and is trusted with nothing: see {@link io.slipway.database.postgresql.SeatServer}.
 */
@NullMarked
package io.slipway.server.lab;

import org.jspecify.annotations.NullMarked;
