/** How the console answers when the store is large. Run by {@code bench/console-load.sh}, not by the tests. */
@NullMarked
package io.slipway.cli.load;

import org.jspecify.annotations.NullMarked;
