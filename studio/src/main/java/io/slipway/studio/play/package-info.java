/** Playing a scenario step by step, for whoever watches: guides, recordings, people, the smoke test. */
@NullMarked
package io.slipway.studio.play;

import org.jspecify.annotations.NullMarked;
