package io.slipway.release.packaging;

import io.slipway.release.project.Project;
import java.util.Optional;

/** @param version empty takes the next one after the newest artifact's */
public record PackageRequest(Project project, String pipeline, Optional<String> version) {}
