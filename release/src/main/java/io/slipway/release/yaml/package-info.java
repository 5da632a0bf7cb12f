/** Reading YAML so that every complaint has a line and a column. */
@NullMarked
package io.slipway.release.yaml;

import org.jspecify.annotations.NullMarked;
