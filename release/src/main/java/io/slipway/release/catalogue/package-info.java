/** What a database's catalogue holds, as comparable objects and one fingerprint. */
@NullMarked
package io.slipway.release.catalogue;

import org.jspecify.annotations.NullMarked;
