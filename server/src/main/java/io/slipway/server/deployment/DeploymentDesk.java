package io.slipway.server.deployment;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.notification.Topic;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Where people ask for deployments, say yes or no to them, and stop them. */
public final class DeploymentDesk {
    private final Store store;
    private final DeploymentTable table;
    private final DeploymentEvents events;
    private final ApprovalPolicies policies;
    private final Forecasts forecasts;
    private final StartTimes times;
    private final Estimates estimates;
    private final AuditLog audit;
    private final DeploymentQueue queue;
    private final PipelineGate gate;
    private final Clock clock;

    public DeploymentDesk(
            Store store,
            DeploymentTable table,
            DeploymentEvents events,
            ApprovalPolicies policies,
            Forecasts forecasts,
            StartTimes times,
            Estimates estimates,
            AuditLog audit,
            DeploymentQueue queue,
            PipelineGate gate,
            Clock clock) {
        this.store = store;
        this.table = table;
        this.events = events;
        this.policies = policies;
        this.forecasts = forecasts;
        this.times = times;
        this.estimates = estimates;
        this.audit = audit;
        this.queue = queue;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * What somebody asks for.
     *
     * @param notBefore when it may run at the earliest; empty for as soon as may be
     * @param choice which changes, and whether to deploy them or to roll them back
     * @param emergency run it at once, before anybody approved; a review opens that another person must close
     */
    public record Wish(
            ServedProject project,
            Environment environment,
            StoredArtifact artifact,
            String reason,
            boolean skipGate,
            Optional<Instant> notBefore,
            Choice choice,
            boolean emergency) {

        public Wish(
                ServedProject project,
                Environment environment,
                StoredArtifact artifact,
                String reason,
                boolean skipGate,
                Optional<Instant> notBefore,
                Choice choice) {
            this(project, environment, artifact, reason, skipGate, notBefore, choice, false);
        }

        /** A deployment of all that is pending. */
        public Wish(
                ServedProject project,
                Environment environment,
                StoredArtifact artifact,
                String reason,
                boolean skipGate,
                Optional<Instant> notBefore) {
            this(project, environment, artifact, reason, skipGate, notBefore, Choice.ALL);
        }

        Permission permission() {
            if (choice.rollback().isPresent()) {
                return Permission.ROLL_BACK;
            }
            return environment.isProtected() ? Permission.DEPLOY_PROTECTED : Permission.DEPLOY;
        }
    }

    /**
     * Asks for a deployment or a rollback. It is refused at once when the engine would refuse it as things are.
     *
     * @throws SlipwayException {@code not-allowed}, {@code approval-required} for a protected environment without a
     *     reason, {@code not-live}, {@code window-too-short}, {@code calendar-closed}, and what a forecast refuses
     */
    public ServedDeployment request(Caller caller, Wish wish) {
        Environment environment = wish.environment();
        require(caller, wish.permission(), wish.project(), environment);
        if (wish.choice().rollback().isEmpty()) {
            gate.require(wish.project(), environment);
        }
        ApprovalPolicy policy = policies.of(wish.project(), environment);
        if (wish.emergency()) {
            requireEmergency(caller, wish, policy);
        }
        if ((policy.approvals() > 0 || wish.skipGate()) && wish.reason().isBlank()) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED, "Say why: whoever approves it, and the history, want a reason.", "");
        }
        Forecasts.Weighed seen =
                forecasts.weigh(wish.project(), environment, wish.artifact(), wish.skipGate(), wish.choice());
        seen.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        Estimate estimate = estimates.of(wish.project().name(), seen.json());
        times.require(wish, estimate);
        boolean waits = policy.approvals() > 0 && !wish.emergency();
        ServedDeployment deployment = store.write(handle -> {
            ServedDeployment made = made(handle, caller, wish, seen, waits);
            DeploymentTable.insert(handle, made);
            Estimates.insert(handle, made.id(), estimate);
            if (!waits) {
                made = made.in(times.ready(handle, made));
                DeploymentTable.move(handle, made.id(), DeploymentState.QUEUED, made.state());
            }
            ChoiceTable.insert(handle, made.id(), seen.choice());
            events.tell(handle, made.id(), "state", told(handle, made));
            if (waits) {
                events.announce(handle, Topic.WAITING_FOR_APPROVAL, made, caller.name(), made.reason());
            }
            if (made.emergency()) {
                events.announce(handle, Topic.EMERGENCY, made, caller.name(), made.reason());
                EmergencyReviews.open(handle, made.id(), made.requestedAt());
                events.tell(handle, made.id(), "note", "an emergency: nobody approved it, and a review is open");
            }
            audit.append(
                    handle,
                    caller.name(),
                    made.verb().equals(ServedDeployment.ROLLBACK) ? "rollback-requested" : "deployment-requested",
                    made.project(),
                    "#" + made.number(),
                    Map.of(
                            "environment", made.environment(),
                            "version", made.version(),
                            "artifact", made.artifact(),
                            "reason", made.reason(),
                            "skipGate", Boolean.toString(made.skipGate()),
                            "emergency", Boolean.toString(made.emergency())));
            return made;
        });
        if (!waits) {
            queue.add(deployment);
        }
        return deployment;
    }

    private void requireEmergency(Caller caller, Wish wish, ApprovalPolicy policy) {
        require(caller, Permission.EMERGENCY, wish.project(), wish.environment());
        boolean closed = times.closed(wish);
        if (policy.approvals() == 0 && !closed) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "'" + wish.environment().name()
                            + "' needs no approval and is open now, so there is nothing to pass over.",
                    "Ask for it without the emergency.");
        }
        if (wish.notBefore().isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "An emergency does not wait: leave the time out.",
                    "What can wait can be approved.");
        }
    }

    private String told(Handle handle, ServedDeployment deployment) {
        return deployment.state() == DeploymentState.SCHEDULED
                ? times.sentence(handle, deployment)
                : deployment.state().words();
    }

    private ServedDeployment made(Handle handle, Caller caller, Wish wish, Forecasts.Weighed seen, boolean waits) {
        Instant now = clock.instant();
        return new ServedDeployment(
                UUID.randomUUID().toString(),
                DeploymentTable.nextNumber(handle),
                wish.project().name(),
                wish.environment().name(),
                wish.choice().verb(),
                wish.artifact().digest(),
                wish.artifact().version(),
                waits ? DeploymentState.WAITING_FOR_APPROVAL : DeploymentState.QUEUED,
                wish.reason().strip(),
                wish.skipGate(),
                wish.emergency(),
                waits ? seen.binding().text() : "",
                caller.name(),
                now,
                wish.notBefore().filter(at -> at.isAfter(now)).orElse(now),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                seen.json(),
                "{}");
    }

    /**
     * Says yes or no.
     *
     * @param binding what the caller saw when deciding
     * @throws SlipwayException {@code not-allowed}, {@code approval-own}, {@code approval-void},
     *     {@code deployment-state}
     */
    public ServedDeployment decide(
            Caller caller,
            ServedProject project,
            ServedDeployment deployment,
            boolean yes,
            String reason,
            String binding) {
        Environment environment = project.project().environment(deployment.environment());
        require(caller, Permission.APPROVE, project, environment);
        ApprovalPolicy policy = policies.of(project, environment);
        if (caller.name().equals(deployment.requestedBy()) && yes) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_OWN, "You asked for it yourself; somebody else must approve it.", "");
        }
        if (!ApprovalPolicies.hasRole(caller.grants(), project.name(), environment.name(), policy.roles())) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED, "Your role's approval does not count in '" + environment.name() + "'.", "");
        }
        if (!binding.equals(deployment.binding())) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_VOID, "What you looked at is not what would run now.", "Look at it again.");
        }
        if (!yes && reason.isBlank()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "A no needs a reason.", "Say what should change.");
        }
        boolean queued = store.write(handle -> {
            // Locks the row, so that two who decide at once come one after the other.
            if (!DeploymentTable.move(
                    handle,
                    deployment.id(),
                    DeploymentState.WAITING_FOR_APPROVAL,
                    DeploymentState.WAITING_FOR_APPROVAL)) {
                throw notWaiting(deployment);
            }
            if (ApprovalTable.count(handle, deployment.id(), caller.person().id()) > 0) {
                throw SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "You have decided on it already.", "");
            }
            ApprovalTable.insert(handle, deployment, caller.person(), yes, reason, clock.instant());
            audit.append(
                    handle,
                    caller.name(),
                    yes ? "deployment-approved" : "deployment-rejected",
                    project.name(),
                    "#" + deployment.number(),
                    Map.of("reason", reason, "binding", binding));
            if (!yes) {
                DeploymentTable.end(handle, deployment.id(), DeploymentState.REJECTED, "{}", clock.instant());
                events.tell(handle, deployment.id(), "state", "rejected by " + caller.name() + ": " + reason);
                events.announce(handle, Topic.REJECTED, deployment, caller.name(), reason);
                return false;
            }
            events.tell(handle, deployment.id(), "note", "approved by " + caller.name());
            events.announce(handle, Topic.APPROVED, deployment, caller.name(), reason);
            if (ApprovalTable.yes(handle, deployment.id()) < policy.approvals()) {
                return false;
            }
            ServedDeployment approved = deployment.in(times.ready(handle, deployment));
            DeploymentTable.move(handle, approved.id(), DeploymentState.WAITING_FOR_APPROVAL, approved.state());
            events.tell(handle, approved.id(), "state", told(handle, approved));
            return true;
        });
        if (queued) {
            queue.add(deployment);
        }
        return table.byId(deployment.id()).orElseThrow();
    }

    /**
     * Stops it: one that waits never runs, one that runs stops after the statement it is at.
     *
     * @throws SlipwayException {@code not-allowed}, {@code deployment-state} when it has ended
     */
    public ServedDeployment cancel(Caller caller, ServedProject project, ServedDeployment deployment) {
        Environment environment = project.project().environment(deployment.environment());
        if (!caller.name().equals(deployment.requestedBy())) {
            require(caller, Permission.APPROVE, project, environment);
        }
        store.run(handle -> {
            DeploymentTable.wishCancelled(handle, deployment.id(), caller.name());
            boolean waiting = DeploymentTable.move(
                            handle, deployment.id(), DeploymentState.WAITING_FOR_APPROVAL, DeploymentState.CANCELLED)
                    || DeploymentTable.move(handle, deployment.id(), DeploymentState.QUEUED, DeploymentState.CANCELLED)
                    || DeploymentTable.move(
                            handle, deployment.id(), DeploymentState.SCHEDULED, DeploymentState.CANCELLED);
            if (waiting) {
                DeploymentTable.end(handle, deployment.id(), DeploymentState.CANCELLED, "{}", clock.instant());
                events.tell(handle, deployment.id(), "state", "cancelled by " + caller.name());
                events.announce(handle, Topic.CANCELLED, deployment, caller.name(), "");
            } else if (!DeploymentTable.move(
                    handle, deployment.id(), DeploymentState.RUNNING, DeploymentState.RUNNING)) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE, "It has ended already: there is nothing to stop.", "");
            } else {
                events.tell(handle, deployment.id(), "note", caller.name() + " asked to stop it");
            }
            audit.append(
                    handle,
                    caller.name(),
                    "deployment-cancelled",
                    project.name(),
                    "#" + deployment.number(),
                    Map.of("wasRunning", Boolean.toString(!waiting)));
        });
        return table.byId(deployment.id()).orElseThrow();
    }

    /**
     * Gives it another time, before it has started. What was approved for one time is moved by an approver, not by
     * whoever asked for it.
     *
     * @param notBefore empty for as soon as may be
     * @throws SlipwayException {@code not-allowed}, {@code approval-own}, {@code deployment-state} when it has started
     */
    public ServedDeployment reschedule(
            Caller caller, ServedProject project, ServedDeployment deployment, Optional<Instant> notBefore) {
        Environment environment = project.project().environment(deployment.environment());
        boolean own = caller.name().equals(deployment.requestedBy());
        if (!own) {
            require(caller, Permission.APPROVE, project, environment);
        }
        times.requireInSight(notBefore);
        Instant wanted = notBefore.filter(at -> at.isAfter(clock.instant())).orElse(deployment.requestedAt());
        ServedDeployment moved = store.write(handle -> {
            ServedDeployment now =
                    DeploymentTable.locked(handle, deployment.id()).orElseThrow();
            if (now.state().over() || now.state() == DeploymentState.RUNNING) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE, "It has started or ended already: its time is past.", "");
            }
            if (own && ApprovalTable.yes(handle, deployment.id()) > 0) {
                throw SlipwayException.of(
                        ErrorCode.APPROVAL_OWN,
                        "It was approved for the time that it had; somebody else who may approve must move it.",
                        "Or withdraw it, and ask again.");
            }
            DeploymentTable.notBefore(handle, deployment.id(), wanted);
            ServedDeployment changed =
                    DeploymentTable.locked(handle, deployment.id()).orElseThrow();
            if (changed.state() != DeploymentState.WAITING_FOR_APPROVAL) {
                changed = changed.in(times.ready(handle, changed));
                DeploymentTable.move(handle, changed.id(), now.state(), changed.state());
            }
            events.tell(
                    handle,
                    changed.id(),
                    "state",
                    "moved by " + caller.name() + ". " + times.sentence(handle, changed));
            audit.append(
                    handle,
                    caller.name(),
                    "deployment-moved",
                    project.name(),
                    "#" + deployment.number(),
                    Map.of(
                            "from", now.notBefore().toString(),
                            "to", wanted.toString()));
            return changed;
        });
        if (moved.state() != DeploymentState.WAITING_FOR_APPROVAL) {
            queue.add(moved);
        }
        return moved;
    }

    public List<Approval> approvals(ServedDeployment deployment) {
        return store.read(handle -> ApprovalTable.of(handle, deployment.id()));
    }

    private static SlipwayException notWaiting(ServedDeployment deployment) {
        return SlipwayException.of(
                ErrorCode.DEPLOYMENT_STATE,
                "Deployment #" + deployment.number() + " does not wait for approval any more.",
                "Look at what became of it.");
    }

    private static void require(Caller caller, Permission permission, ServedProject project, Environment environment) {
        if (!caller.may(permission, project.name(), environment.name())) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You may not " + permission.sentence() + " in '" + environment.name() + "' of '" + project.name()
                            + "'.",
                    "Ask an administrator for a role that may.");
        }
    }
}
