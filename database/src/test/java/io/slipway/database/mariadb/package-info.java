@NullMarked
package io.slipway.database.mariadb;

import org.jspecify.annotations.NullMarked;
