/** What was made of scenarios, and whether it still tells what the console is. */
@NullMarked
package io.slipway.enablement.made;

import org.jspecify.annotations.NullMarked;
