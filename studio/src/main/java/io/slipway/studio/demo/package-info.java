/** Demos: a scenario that somebody presents, step by step, with its script on paper. */
@NullMarked
package io.slipway.studio.demo;

import org.jspecify.annotations.NullMarked;
