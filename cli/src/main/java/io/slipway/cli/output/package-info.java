/** How results, errors and progress reach people and programs. */
@NullMarked
package io.slipway.cli.output;

import org.jspecify.annotations.NullMarked;
