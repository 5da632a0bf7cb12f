package io.slipway.release.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a pipeline.
 *
 * @param isProtected takes only signed artifacts, and only approved
 * @param parameters values for scripts that declare parameters
 * @param contexts contexts that hold here, used when a deployment names none
 * @param timeouts how long statements may wait and run here
 */
public record Environment(
        String name,
        String url,
        String user,
        Optional<SecretReference> password,
        Optional<String> schema,
        boolean isProtected,
        Map<String, String> parameters,
        List<String> contexts,
        Timeouts timeouts) {}
