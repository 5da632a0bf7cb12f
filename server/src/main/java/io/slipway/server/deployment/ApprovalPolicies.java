package io.slipway.server.deployment;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The approval policy of each environment. */
public final class ApprovalPolicies {
    private static final int MOST = 10;
    private final Store store;
    private final People people;
    private final AuditLog audit;
    private final Clock clock;

    public ApprovalPolicies(Store store, People people, AuditLog audit, Clock clock) {
        this.store = store;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    public ApprovalPolicy of(ServedProject project, Environment environment) {
        return store.read(handle -> handle.createQuery("SELECT approvals, roles FROM approval_policy"
                                + " WHERE project = :project AND environment = :environment")
                        .bind("project", project.name())
                        .bind("environment", environment.name())
                        .map((row, context) -> policy(row))
                        .findOne())
                .orElseGet(() -> ApprovalPolicy.standard(environment.isProtected()));
    }

    private static ApprovalPolicy policy(ResultSet row) throws SQLException {
        return new ApprovalPolicy(
                row.getInt("approvals"),
                Arrays.stream(row.getString("roles").split(",")).map(Role::of).collect(Collectors.toUnmodifiableSet()));
    }

    /** What was said of environments, as {@code project/environment}. */
    private Map<String, ApprovalPolicy> all() {
        Map<String, ApprovalPolicy> all = new HashMap<>();
        store.read(handle -> handle.createQuery("SELECT project, environment, approvals, roles FROM approval_policy")
                .map((row, context) ->
                        all.put(row.getString("project") + "/" + row.getString("environment"), policy(row)))
                .list());
        return all;
    }

    /** @throws SlipwayException {@code request-invalid}, {@code policy-unsatisfiable} */
    public void set(Caller caller, ServedProject project, Environment environment, ApprovalPolicy policy) {
        if (policy.approvals() < 0 || policy.approvals() > MOST) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "A policy asks for 0 to " + MOST + " approvals.", "");
        }
        if (policy.roles().isEmpty() || policy.roles().stream().anyMatch(r -> !r.allows(Permission.APPROVE))) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "A policy names at least one role, and only roles that may approve.",
                    "These are team-lead, dba and release-manager.");
        }
        if (environment.isProtected() && policy.approvals() == 0) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "'" + environment.name() + "' is protected: at least one approval is needed.",
                    "Take 'protected' out of the project's definition first, if that is meant.");
        }
        refuseUnsatisfiable(project, environment, policy);
        String roles = policy.roles().stream().map(Role::text).sorted().collect(Collectors.joining(","));
        store.run(handle -> {
            handle.createUpdate("INSERT INTO approval_policy"
                            + " (project, environment, approvals, roles, changed_by, changed_at)"
                            + " VALUES (:project, :environment, :approvals, :roles, :by, :now)"
                            + " ON CONFLICT (project, environment) DO UPDATE SET approvals = excluded.approvals,"
                            + " roles = excluded.roles, changed_by = excluded.changed_by,"
                            + " changed_at = excluded.changed_at")
                    .bind("project", project.name())
                    .bind("environment", environment.name())
                    .bind("approvals", policy.approvals())
                    .bind("roles", roles)
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            audit.append(
                    handle,
                    caller.name(),
                    "policy-changed",
                    project.name(),
                    environment.name(),
                    Map.of("approvals", Integer.toString(policy.approvals()), "roles", roles));
        });
    }

    private void refuseUnsatisfiable(ServedProject project, Environment environment, ApprovalPolicy policy) {
        unsatisfiable(project, environment, policy, everybody()).ifPresent(sentence -> {
            throw SlipwayException.of(
                    ErrorCode.POLICY_UNSATISFIABLE,
                    sentence,
                    "Give more people such a role first, or ask for fewer approvals.");
        });
    }

    /**
     * Where deployments can be approved by nobody as people and roles are now, a sentence each. Taking a role away, or
     * locking somebody out, is never refused for that: it must be possible at once. It is told instead.
     */
    public List<String> stuck(List<ServedProject> projects) {
        Map<String, List<Grant>> everybody = everybody();
        Map<String, ApprovalPolicy> policies = all();
        return projects.stream()
                .flatMap(project -> project.project().environments().values().stream()
                        .flatMap(environment -> unsatisfiable(
                                project,
                                environment,
                                Optional.ofNullable(policies.get(project.name() + "/" + environment.name()))
                                        .orElseGet(() -> ApprovalPolicy.standard(environment.isProtected())),
                                everybody)
                                .stream()))
                .toList();
    }

    /** Somebody must be able to ask, and enough others to say yes. */
    private static Optional<String> unsatisfiable(
            ServedProject project, Environment environment, ApprovalPolicy policy, Map<String, List<Grant>> everybody) {
        if (policy.approvals() == 0) {
            return Optional.empty();
        }
        Set<String> approvers = holders(everybody, project, environment, policy.roles());
        Permission asking = environment.isProtected() ? Permission.DEPLOY_PROTECTED : Permission.DEPLOY;
        Set<String> askers = holders(
                everybody,
                project,
                environment,
                Arrays.stream(Role.values()).filter(r -> r.allows(asking)).collect(Collectors.toSet()));
        boolean possible = askers.stream()
                .anyMatch(asker -> approvers.size() - (approvers.contains(asker) ? 1 : 0) >= policy.approvals());
        return possible
                ? Optional.empty()
                : Optional.of("Nobody could ever deploy to '" + environment.name() + "' of '" + project.name()
                        + "': people who may ask: " + askers.size() + "; people who may approve: " + approvers.size()
                        + "; needed beside the one who asks: " + policy.approvals() + ".");
    }

    private Map<String, List<Grant>> everybody() {
        Map<String, List<Grant>> grants = people.grants();
        return people.all().stream()
                .filter(Person::active)
                .collect(Collectors.toMap(Person::name, person -> grants.getOrDefault(person.id(), List.of())));
    }

    private static Set<String> holders(
            Map<String, List<Grant>> everybody, ServedProject project, Environment environment, Set<Role> roles) {
        return everybody.entrySet().stream()
                .filter(entry -> hasRole(entry.getValue(), project.name(), environment.name(), roles))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    static boolean hasRole(List<Grant> grants, String project, String environment, Set<Role> roles) {
        return grants.stream()
                .anyMatch(grant -> roles.contains(grant.role())
                        && (grant.project().isEmpty() || grant.project().equals(project))
                        && (grant.environment().isEmpty() || grant.environment().equals(environment)));
    }
}
