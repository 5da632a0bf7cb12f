/** Whether packaging proves scripts on what production is: looked at, and written down. */
@NullMarked
package io.slipway.server.reference;

import org.jspecify.annotations.NullMarked;
