package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import io.slipway.server.request.RequestFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The runners there are, for people. */
@RestController
@RequestMapping("/api/runners")
@Tag(name = "runners")
final class RunnersApi {
    private static final int DAYS = 90;
    private final Runners runners;
    private final Clock clock;

    RunnersApi(Runners runners, Clock clock) {
        this.runners = runners;
        this.clock = clock;
    }

    record PlaceView(String project, String environment) {}

    /**
     * A runner.
     *
     * @param state {@code here}, {@code away}, {@code never seen}, {@code revoked} or {@code ended}
     * @param seenAt when it last asked for work
     */
    record RunnerView(
            String name,
            String state,
            List<PlaceView> environments,
            Optional<String> version,
            Optional<String> host,
            String madeBy,
            Instant madeAt,
            Instant endsAt,
            Optional<Instant> revokedAt,
            Optional<Instant> seenAt) {}

    record RunnerList(List<RunnerView> runners) {}

    /** @param days until the token ends; 90 when absent */
    record NewRunner(String name, List<PlaceView> environments, Optional<Integer> days) {}

    record MadeRunner(RunnerView runner, String secret) {}

    @GetMapping
    @Requires(Permission.RUNNERS)
    @Operation(summary = "Lists the runners, what they reach, and when they were last seen")
    RunnerList list() {
        return new RunnerList(runners.all().stream().map(this::view).toList());
    }

    @PostMapping
    @Requires(Permission.RUNNERS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a runner for named environments; the answer holds its token, once")
    MadeRunner make(Caller caller, HttpServletRequest request, @RequestBody NewRunner body) {
        RequestFilter.answerHoldsSecret(request);
        Set<Runner.Place> places = new LinkedHashSet<>();
        for (PlaceView place : Optional.ofNullable(body.environments()).orElse(List.of())) {
            if (Objects.isNull(place)) {
                throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'environments' has an empty place.", "");
            }
            places.add(new Runner.Place(
                    DeploymentViews.given(place.project(), "project"),
                    DeploymentViews.given(place.environment(), "environment")));
        }
        Runners.Made made = runners.make(
                caller,
                DeploymentViews.given(body.name(), "name"),
                places,
                Duration.ofDays(body.days().orElse(DAYS)));
        return new MadeRunner(view(made.runner()), made.secret());
    }

    @PostMapping("/{name}/revocation")
    @Requires(Permission.RUNNERS)
    @Operation(summary = "Revokes a runner's token; its environments stay out of the server's reach")
    RunnerView revoke(Caller caller, @PathVariable String name) {
        runners.revoke(caller, name);
        return view(runners.named(name));
    }

    @DeleteMapping("/{name}")
    @Requires(Permission.RUNNERS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forgets a revoked runner, so that the server reaches its environments itself again")
    void remove(Caller caller, @PathVariable String name) {
        runners.remove(caller, name);
    }

    private RunnerView view(Runner runner) {
        return new RunnerView(
                runner.name(),
                runner.state(clock.instant()),
                runner.places().stream()
                        .map(place -> new PlaceView(place.project(), place.environment()))
                        .toList(),
                Optional.of(runner.version()).filter(v -> !v.isEmpty()),
                Optional.of(runner.host()).filter(h -> !h.isEmpty()),
                runner.madeBy(),
                runner.madeAt(),
                runner.ends(),
                runner.revoked(),
                runner.seen());
    }
}
