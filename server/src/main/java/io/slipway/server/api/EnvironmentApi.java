package io.slipway.server.api;

import io.slipway.release.deploy.Verdict;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.HistoryReport;
import io.slipway.release.report.ResolveReport;
import io.slipway.release.report.StatusReport;
import io.slipway.release.target.TargetLock;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.access.Role;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.ApprovalPolicy;
import io.slipway.server.environment.EnvironmentDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Environments as they are now, and what people decide about them. */
@RestController
@RequestMapping("/api/projects/{project}")
@Tag(name = "environments")
final class EnvironmentApi {
    private static final int MOST = 1_000;
    private final Projects projects;
    private final NamedArtifacts named;
    private final EnvironmentDesk desk;
    private final ApprovalPolicies policies;

    EnvironmentApi(Projects projects, NamedArtifacts named, EnvironmentDesk desk, ApprovalPolicies policies) {
        this.projects = projects;
        this.named = named;
        this.desk = desk;
        this.policies = policies;
    }

    /**
     * @param change key of the statement's change; when absent, whichever change has such a statement in doubt
     * @param done whether the statement's effect is there
     * @param againstCatalogue the caller knows that the catalogue says otherwise; without it that is refused
     */
    record Settlement(
            Optional<String> change,
            int statement,
            Optional<Boolean> done,
            Optional<Boolean> againstCatalogue,
            String reason) {}

    /** @param error why it cannot be reached; absent when it can */
    record ConnectionView(Optional<String> server, long millis, Optional<ErrorReport> error) {}

    /** @param session of the database's server, where that is known */
    record HolderView(String who, Instant since, Optional<String> session) {
        static HolderView of(TargetLock.Holder holder) {
            return new HolderView(holder.who(), holder.since(), holder.session().map(TargetLock.Session::name));
        }
    }

    /** @param holder absent when nobody deploys there */
    record LockView(Optional<HolderView> holder) {}

    /**
     * Who must say yes.
     *
     * @param approvals how many different people other than who asked
     * @param roles whose yes counts, such as {@code dba}
     */
    record PolicyView(int approvals, List<String> roles) {
        static PolicyView of(ApprovalPolicy policy) {
            return new PolicyView(
                    policy.approvals(),
                    policy.roles().stream().map(Role::text).sorted().toList());
        }
    }

    @GetMapping("/status")
    @Requires(Permission.VIEW)
    @Operation(summary = "Looks now at which artifact is where, and what is pending, running, failed or in doubt")
    StatusReport status(
            @PathVariable String project,
            @RequestParam Optional<String> environment,
            @RequestParam Optional<String> pipeline) {
        ServedProject served = projects.named(project);
        List<Environment> environments = environment
                .map(name -> List.of(served.project().environment(name)))
                .orElseGet(() -> List.copyOf(served.project().environments().values()));
        return desk.status(served, environments, named.newest(served, pipeline));
    }

    @GetMapping("/environments/{environment}/history")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells what ran there, from the target's own history; the newest page first")
    HistoryReport history(
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "100") int limit) {
        ServedProject served = projects.named(project);
        return desk.history(
                served, served.project().environment(environment), before, Math.max(0, Math.min(limit, MOST)));
    }

    @PostMapping("/environments/{environment}/resolution")
    @Requires(Permission.RESOLVE)
    @Operation(summary = "Settles what became of a statement in doubt")
    ResolveReport resolve(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestBody Settlement body) {
        ServedProject served = projects.named(project);
        return desk.resolve(
                caller,
                served,
                served.project().environment(environment),
                new Verdict(
                        body.change(),
                        body.statement(),
                        body.done()
                                .orElseThrow(() -> SlipwayException.of(
                                        ErrorCode.REQUEST_INVALID,
                                        "'done' is missing: is the statement's effect there?",
                                        "Send true or false.")),
                        body.againstCatalogue().orElse(false),
                        Optional.ofNullable(body.reason()).orElse("")));
    }

    @PostMapping("/environments/{environment}/connection")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tries to connect to the environment's database")
    ConnectionView connect(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        EnvironmentDesk.Connection seen = desk.test(served, served.project().environment(environment));
        return new ConnectionView(seen.server(), seen.millis(), seen.error().map(ErrorReport::of));
    }

    @GetMapping("/environments/{environment}/lock")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells who deploys there at this moment, from here or from elsewhere")
    LockView lock(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        return new LockView(
                desk.holder(served, served.project().environment(environment)).map(HolderView::of));
    }

    @GetMapping("/environments/{environment}/policy")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells who must approve deployments to the environment")
    PolicyView policy(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        return PolicyView.of(policies.of(served, served.project().environment(environment)));
    }

    @PutMapping("/environments/{environment}/policy")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Says who must approve deployments to the environment")
    PolicyView setPolicy(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestBody PolicyView body) {
        ServedProject served = projects.named(project);
        ApprovalPolicy policy = new ApprovalPolicy(
                body.approvals(),
                Optional.ofNullable(body.roles()).orElse(List.of()).stream()
                        .map(EnvironmentApi::role)
                        .collect(Collectors.toUnmodifiableSet()));
        policies.set(caller, served, served.project().environment(environment), policy);
        return PolicyView.of(policy);
    }

    private static Role role(String text) {
        Set<Role> known = Set.of(Role.values());
        return known.stream()
                .filter(role -> role.text().equals(text))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no such role.",
                        "Roles are "
                                + Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", "))
                                + "."));
    }
}
