package io.slipway.release.drift;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.util.List;

/**
 * For which drift scripts are wanted.
 *
 * @param artifact one that knows all changes of the target
 * @param only kind and name of objects, with {@code *} for any letters; everything that no exception allows when empty
 * @param rights whether grants and default privileges are meant too
 */
public record DriftWish(
        Project project, Environment environment, Artifact artifact, List<String> only, boolean rights) {}
