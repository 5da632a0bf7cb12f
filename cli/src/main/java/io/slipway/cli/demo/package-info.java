/** The demo: the sample shop taken through three sprints with the same commands that a user types. */
@NullMarked
package io.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
