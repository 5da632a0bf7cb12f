/** Making databases, roles and rights for teams, step by step, on each product that it can be done on. */
@NullMarked
package io.slipway.database.provision;

import org.jspecify.annotations.NullMarked;
