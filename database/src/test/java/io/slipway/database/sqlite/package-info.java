@NullMarked
package io.slipway.database.sqlite;

import org.jspecify.annotations.NullMarked;
