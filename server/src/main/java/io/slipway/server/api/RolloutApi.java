package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.rollout.people.Person;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rollouts: taking teams live. */
@RestController
@RequestMapping("/api")
@Tag(name = "rollouts")
final class RolloutApi {
    private final Projects projects;
    private final Rollouts rollouts;
    private final RolloutFiles files;

    RolloutApi(Projects projects, Rollouts rollouts, RolloutFiles files) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.files = files;
    }

    /**
     * @param file the text of a rollout file
     * @param revision the revision that was edited, 0 for none: refused when it is another by now. Absent for a file that
     *     is looked after elsewhere, such as in a repository
     */
    record RolloutBody(String file, Optional<Long> revision) {}

    /** @param stakeholders accounts of those who must agree to the date */
    record RolloutView(
            String team,
            String title,
            String project,
            String zone,
            String manager,
            List<String> stakeholders,
            long revision,
            String file) {
        static RolloutView of(ServedRollout served) {
            return new RolloutView(
                    served.team(),
                    served.rollout().title(),
                    served.project(),
                    served.rollout().calendar().zone().getId(),
                    served.rollout().manager().key(),
                    served.rollout().stakeholders().stream().map(Person::key).toList(),
                    served.revision(),
                    served.file());
        }
    }

    record RolloutList(List<RolloutView> rollouts) {}

    @GetMapping("/rollouts")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists the rollouts of the projects that the caller may see")
    RolloutList list(Caller caller) {
        return new RolloutList(
                rollouts.visible(caller).stream().map(RolloutView::of).toList());
    }

    @GetMapping("/projects/{project}/rollout")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells about the rollout of the project's team")
    RolloutView one(@PathVariable String project) {
        return RolloutView.of(rollouts.of(project));
    }

    @PutMapping("/projects/{project}/rollout")
    @Requires(Permission.ROLLOUT)
    @Operation(
            summary = "Takes the project's rollout file in; the same text again changes nothing; refused when it is"
                    + " not the given revision that it takes the place of; once a date was proposed, one that asks for"
                    + " less waits for a second person")
    RolloutView put(Caller caller, @PathVariable String project, @RequestBody RolloutBody body) {
        projects.named(project);
        return RolloutView.of(files.put(caller, project, given(body.file(), "file"), body.revision()));
    }

    /**
     * A rollout file that asks for less than the one that counts.
     *
     * @param digest what an agreement is bound to
     * @param looser in what it asks for less
     */
    record FileWishView(String file, String digest, List<String> looser, String askedBy, Instant askedAt) {}

    /** @param wish absent when none waits */
    record FileWishAnswer(Optional<FileWishView> wish) {}

    @GetMapping("/projects/{project}/rollout/wish")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells the rollout file that waits for a second person, since it asks for less")
    FileWishAnswer wish(@PathVariable String project) {
        return new FileWishAnswer(files.waiting(rollouts.of(project))
                .map(wish ->
                        new FileWishView(wish.file(), wish.digest(), wish.looser(), wish.askedBy(), wish.askedAt())));
    }

    /** @param digest of the file that was seen */
    record AgreementBody(String digest) {}

    @PostMapping("/projects/{project}/rollout/wish/agreement")
    @Requires(Permission.VIEW)
    @Operation(summary = "Agrees, as the second person, to a rollout file that asks for less")
    RolloutView agree(Caller caller, @PathVariable String project, @RequestBody AgreementBody body) {
        return RolloutView.of(files.agree(caller, project, given(body.digest(), "digest")));
    }

    @PostMapping("/projects/{project}/rollout/wish/end")
    @Requires(Permission.VIEW)
    @Operation(summary = "Refuses a rollout file that asks for less, or takes it back")
    RolloutView refuse(Caller caller, @PathVariable String project) {
        return RolloutView.of(files.refuse(caller, project));
    }
}
