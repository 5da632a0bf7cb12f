/** The project file slipway.yaml: environments, pipelines, references to secrets. */
@NullMarked
package io.slipway.release.project;

import org.jspecify.annotations.NullMarked;
