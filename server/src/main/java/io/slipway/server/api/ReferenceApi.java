package io.slipway.server.api;

import io.slipway.rollout.reference.ReferenceComparison;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.reference.ReferenceDesk;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether packaging proves on what production is. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/reference")
@Tag(name = "rollouts")
final class ReferenceApi {
    private final Rollouts rollouts;
    private final ReferenceDesk desk;

    ReferenceApi(Rollouts rollouts, ReferenceDesk desk) {
        this.rollouts = rollouts;
        this.desk = desk;
    }

    /**
     * @param environment whose database it is that reference databases must follow
     * @param version of the artifact that it is at; absent when none was ever deployed there
     * @param reference fingerprint of the schema that packaging saw after that artifact's last change
     * @param source fingerprint of the database's own schema
     * @param differences as the database differs from what packaging saw; empty when it does not
     * @param leftOut changes of the artifact that the database does not have
     * @param ahead how many changes packaging proves on besides, which have still to come down the pipeline
     * @param result all of it, in a sentence
     */
    record ReferenceView(
            String team,
            String environment,
            Optional<String> version,
            boolean equal,
            String reference,
            String source,
            List<String> differences,
            List<String> leftOut,
            int ahead,
            String result) {
        static ReferenceView of(ServedRollout rollout, ReferenceComparison seen) {
            return new ReferenceView(
                    rollout.team(),
                    seen.environment(),
                    seen.version(),
                    seen.equal(),
                    seen.reference(),
                    seen.source(),
                    seen.differences(),
                    seen.leftOut(),
                    seen.ahead(),
                    seen.result());
        }
    }

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Compares what packaging proves on with production; touches nothing")
    ReferenceView compare(@PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return ReferenceView.of(rollout, desk.compare(rollout));
    }

    @PostMapping
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Compares, and writes down what was seen")
    ReferenceView record(Caller caller, @PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return ReferenceView.of(rollout, desk.record(caller, rollout));
    }
}
