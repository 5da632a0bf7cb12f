/** The programs of others that guides and recordings are made with. */
@NullMarked
package io.slipway.enablement.program;

import org.jspecify.annotations.NullMarked;
