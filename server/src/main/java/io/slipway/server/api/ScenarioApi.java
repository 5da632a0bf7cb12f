package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.scenario.MadeBook;
import io.slipway.server.support.GivenText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What was made of scenarios for a team. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/scenarios")
@Tag(name = "rollouts")
final class ScenarioApi {
    private final Rollouts rollouts;
    private final MadeBook book;

    ScenarioApi(Rollouts rollouts, MadeBook book) {
        this.rollouts = rollouts;
        this.book = book;
    }

    /**
     * @param kind {@code guide}, {@code demo}, {@code clips} or {@code check}
     * @param scenario its name
     * @param edition SHA-256 of the scenario's text
     * @param passed whether every step came out as it says
     * @param version of the Slipway that it shows
     * @param at when it was played
     * @param pieces how many pieces of a guide, clips or steps it has; one that passed has some
     * @param digest SHA-256 of the list that {@code sha256sum} prints of its files; guides and clips that passed have one
     */
    record Result(
            String kind,
            String scenario,
            String edition,
            boolean passed,
            String version,
            @Nullable Instant at,
            Optional<Integer> pieces,
            Optional<String> digest) {
        Made made() {
            if (at == null) {
                throw GivenText.invalid("'at' is missing.");
            }
            return new Made(
                    Kind.of(given(kind, "kind"))
                            .orElseThrow(() -> GivenText.invalid("'" + kind + "' is none of " + KINDS + ".")),
                    given(scenario, "scenario"),
                    given(edition, "edition"),
                    passed,
                    given(version, "version"),
                    at.truncatedTo(ChronoUnit.SECONDS),
                    pieces.orElse(0),
                    digest.orElse(""));
        }
    }

    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", "));

    record Results(List<Result> results) {}

    /** @param by account of who handed it in, and {@code handedIn} when */
    record KeptResult(
            String kind,
            String scenario,
            String edition,
            boolean passed,
            String version,
            Instant at,
            int pieces,
            Optional<String> digest,
            String by,
            Instant handedIn) {
        static KeptResult of(MadeBook.HandedIn kept) {
            Made made = kept.made();
            return new KeptResult(
                    made.kind().text(),
                    made.scenario(),
                    made.edition(),
                    made.passed(),
                    made.version(),
                    made.at(),
                    made.pieces(),
                    Optional.of(made.digest()).filter(text -> !text.isEmpty()),
                    kept.by(),
                    kept.when());
        }
    }

    /** @param mayHandIn whether the caller may hand in more: to be asked before scenarios are played */
    record KeptResults(String team, boolean mayHandIn, List<KeptResult> results) {}

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists the newest guide, demo, clips and check of each scenario that were handed in")
    KeptResults list(Caller caller, @PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return new KeptResults(
                rollout.team(),
                caller.may(Permission.ROLLOUT, project),
                book.newest(rollout).stream().map(KeptResult::of).toList());
    }

    @PostMapping
    @Requires(Permission.ROLLOUT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Hands in what was made of scenarios: evidence for the gates that ask for it")
    KeptResults handIn(Caller caller, @PathVariable String project, @RequestBody Results body) {
        book.handIn(
                caller,
                rollouts.of(project),
                Optional.ofNullable(body.results()).orElse(List.of()).stream()
                        .map(Result::made)
                        .toList());
        return list(caller, project);
    }
}
