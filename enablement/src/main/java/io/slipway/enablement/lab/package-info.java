/** What a lab makes of what it is told: whether a task is done, who is stuck, which hint is next, when a seat ends. */
@NullMarked
package io.slipway.enablement.lab;

import org.jspecify.annotations.NullMarked;
