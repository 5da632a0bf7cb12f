/**
 * What verbs found, as documents: the JSON that a command prints, the answer that the API gives, and what text output is
 * made from. One shape for all three, so that they cannot say different things.
 */
@NullMarked
package io.slipway.release.report;

import org.jspecify.annotations.NullMarked;
