@NullMarked
package io.slipway.database;

import org.jspecify.annotations.NullMarked;
