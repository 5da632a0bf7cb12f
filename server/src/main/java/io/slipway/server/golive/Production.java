package io.slipway.server.golive;

import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.ServedRollout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which environments are production: those that the rollout file names, else the last of each pipeline. */
public final class Production {
    private Production() {}

    public static Set<String> of(ServedProject project, ServedRollout rollout) {
        List<String> named = rollout.rollout().cleanup().production();
        if (!named.isEmpty()) {
            return new LinkedHashSet<>(named);
        }
        return project.project().pipelines().values().stream()
                .filter(pipeline -> !pipeline.isEmpty())
                .map(pipeline -> pipeline.get(pipeline.size() - 1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The others, in the order of the pipeline: where rehearsals go. */
    public static List<String> others(ServedProject project, ServedRollout rollout) {
        Set<String> production = of(project, rollout);
        Set<String> others = new LinkedHashSet<>();
        project.project().pipelines().values().forEach(others::addAll);
        others.removeAll(production);
        return new ArrayList<>(others);
    }
}
