/** The database products: how to reach their databases, and how to get throw-away ones. */
@NullMarked
package io.slipway.release.product;

import org.jspecify.annotations.NullMarked;
