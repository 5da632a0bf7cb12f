/** Reports as pages that stand alone: one file each, to keep, to print, and to send to somebody without Slipway. */
@NullMarked
package io.slipway.release.report.page;

import org.jspecify.annotations.NullMarked;
