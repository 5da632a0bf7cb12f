/** Real databases, native clients and golden files for the tests of every module. */
@NullMarked
package io.slipway.testkit;

import org.jspecify.annotations.NullMarked;
