@NullMarked
package io.slipway.testkit;

import org.jspecify.annotations.NullMarked;
