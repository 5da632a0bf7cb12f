package io.slipway.server.deployment;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.Demand;
import io.slipway.server.calendar.Openings;
import io.slipway.server.calendar.Outlook;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jdbi.v3.core.Handle;

/** Holds deployments against the calendar: when each may start, and, at that moment, whether it still may. */
public final class StartTimes {
    private static final Duration FURTHEST = Duration.ofDays(20 * 366);
    private final Store store;
    private final Calendar calendar;
    private final DeploymentEvents events;
    private final AuditLog audit;
    private final Clock clock;
    private final StoreClock time;

    public StartTimes(Store store, Calendar calendar, DeploymentEvents events, AuditLog audit, Clock clock) {
        this.store = store;
        this.calendar = calendar;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.time = new StoreClock(store, clock);
    }

    /** When it may start, as things are now. */
    public Outlook of(ServedDeployment deployment) {
        return store.read(handle -> of(handle, deployment, time.now()));
    }

    private Outlook of(Handle handle, ServedDeployment deployment, Instant now) {
        Openings openings = openings(handle, deployment);
        return openings.look(now, demand(handle, deployment, openings));
    }

    /** When what somebody is about to ask for could start. */
    public Outlook of(DeploymentDesk.Wish wish, Estimate estimate) {
        Openings openings =
                calendar.of(wish.project().name(), wish.environment().name());
        Instant now = time.now();
        return openings.look(
                now,
                new Demand(
                        wish.notBefore().orElse(now),
                        estimate.atLeast(),
                        passes(
                                openings,
                                wish.emergency(),
                                wish.choice().rollback().isPresent(),
                                wish.reason())));
    }

    /**
     * Refuses what could never start, or not at once though it must.
     *
     * @throws SlipwayException {@code calendar-closed}, {@code window-too-short}, {@code request-invalid}
     */
    void require(DeploymentDesk.Wish wish, Estimate estimate) {
        requireInSight(wish.notBefore());
        Outlook outlook = of(wish, estimate);
        if (wish.emergency() && !outlook.startsBy(time.now())) {
            throw SlipwayException.of(
                    ErrorCode.CALENDAR_CLOSED,
                    "'" + wish.environment().name() + "' takes nothing now, and emergencies don't pass there. "
                            + outlook.why(),
                    "Whoever sets its windows and freezes can let them.");
        }
        if (outlook.start().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.WINDOW_TOO_SHORT,
                    "No window of '" + wish.environment().name() + "' lasts as long as it may take: " + estimate.words()
                            + ".",
                    "Ask for a longer window, or have the environment's policy let deployments run past its end.");
        }
    }

    void requireInSight(Optional<Instant> notBefore) {
        if (notBefore.filter(at -> at.isAfter(time.now().plus(FURTHEST))).isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "A deployment is planned for the next twenty years at most.", "");
        }
    }

    /** How long it may take, as seen when it was asked for. */
    public Estimate estimate(ServedDeployment deployment) {
        return store.read(handle -> Estimates.of(handle, deployment.id()));
    }

    /** Where a deployment belongs that nobody needs to approve any more. */
    DeploymentState ready(Handle handle, ServedDeployment deployment) {
        Instant now = time.now();
        return of(handle, deployment, now).startsBy(now) ? DeploymentState.QUEUED : DeploymentState.SCHEDULED;
    }

    /** Queues those of an environment whose time has come, so that they start in the order of their numbers. */
    void wake(String project, String environment) {
        List<ServedDeployment> waiting = store.read(handle -> DeploymentTable.scheduled(handle, project, environment));
        if (waiting.stream().noneMatch(d -> of(d).startsBy(time.now()))) {
            return;
        }
        store.run(handle -> {
            Instant now = time.now();
            for (ServedDeployment deployment : DeploymentTable.scheduled(handle, project, environment)) {
                if (of(handle, deployment, now).startsBy(now)
                        && DeploymentTable.move(
                                handle, deployment.id(), DeploymentState.SCHEDULED, DeploymentState.QUEUED)) {
                    events.tell(handle, deployment.id(), "state", "queued: its time has come");
                }
            }
        });
    }

    /**
     * Whether it may start at this moment; if not, it is put down as scheduled. Asked in the transaction that claims
     * it, so that a freeze that somebody has made by then is kept to. What runs already is let: it is only taken over.
     */
    boolean lets(Handle handle, String id) {
        Instant now = time.now();
        Optional<ServedDeployment> found = DeploymentTable.locked(handle, id);
        if (found.isEmpty() || found.get().state() == DeploymentState.RUNNING) {
            return found.isPresent();
        }
        ServedDeployment deployment = found.get();
        Openings openings = openings(handle, deployment);
        Demand demand = demand(handle, deployment, openings);
        Outlook outlook = openings.look(now, demand);
        if (!outlook.startsBy(now)) {
            if (DeploymentTable.move(handle, id, DeploymentState.QUEUED, DeploymentState.SCHEDULED)) {
                events.tell(handle, id, "state", sentence(outlook));
            }
            return false;
        }
        if (demand.passes()) {
            Outlook others = openings.look(now, demand.waiting());
            if (!others.startsBy(now)) {
                tellPassing(handle, deployment, others);
            }
        } else if (!outlook.inTime()) {
            events.tell(
                    handle,
                    id,
                    "note",
                    "it may take " + Estimate.words(demand.length()) + ", and the window closes at "
                            + outlook.end().orElseThrow() + ": it goes on all the same");
        }
        return true;
    }

    private void tellPassing(Handle handle, ServedDeployment deployment, Outlook others) {
        events.tell(handle, deployment.id(), "note", "it passes what others wait for: " + others.why());
        audit.append(
                handle,
                deployment.requestedBy(),
                "calendar-passed",
                deployment.project(),
                "#" + deployment.number(),
                Map.of(
                        "environment", deployment.environment(),
                        "passed", others.why(),
                        "as", deployment.emergency() ? "emergency" : deployment.verb(),
                        "reason", deployment.reason()));
    }

    /** Tells when the window that it starts in has closed and it still runs. */
    WindowEnd watchEnd(ServedDeployment deployment, ScheduledExecutorService ticker) {
        Instant now = time.now();
        Outlook outlook = store.read(handle -> openings(handle, deployment).look(now, Demand.ANY));
        Optional<Instant> end = outlook.startsBy(now) ? outlook.end() : Optional.empty();
        return new WindowEnd(
                end,
                ticker,
                clock,
                () -> store.run(handle -> events.tell(
                        handle,
                        deployment.id(),
                        "note",
                        "its time was over at " + end.orElseThrow() + ", and it still runs: it is let go on")));
    }

    private Openings openings(Handle handle, ServedDeployment deployment) {
        return calendar.of(handle, deployment.project(), deployment.environment());
    }

    private static Demand demand(Handle handle, ServedDeployment deployment, Openings openings) {
        // one that need not wait bears the time of a node whose clock may be ahead of this one's
        boolean timed = deployment.notBefore().isAfter(deployment.requestedAt());
        return new Demand(
                timed ? deployment.notBefore() : Instant.EPOCH,
                Estimates.of(handle, deployment.id()).atLeast(),
                passes(
                        openings,
                        deployment.emergency(),
                        deployment.verb().equals(ServedDeployment.ROLLBACK),
                        deployment.reason()));
    }

    /** Whether neither windows nor freezes hold it up. */
    static boolean passes(Openings openings, boolean emergency, boolean rollback, String reason) {
        return emergency && openings.policy().emergencies()
                || rollback && openings.policy().rollbacks() && !reason.isBlank();
    }

    /** When it starts, and why not at once. */
    String sentence(Handle handle, ServedDeployment deployment) {
        return sentence(of(handle, deployment, time.now()));
    }

    /** Whether a window or a freeze would hold up what has no right to pass. */
    boolean closed(DeploymentDesk.Wish wish) {
        Instant now = time.now();
        return !calendar.of(wish.project().name(), wish.environment().name())
                .look(now, Demand.ANY)
                .startsBy(now);
    }

    private static String sentence(Outlook outlook) {
        return outlook.start()
                        .map(at -> "scheduled: it starts at " + at)
                        .orElse("scheduled: no time at which it could start is in sight")
                + (outlook.why().isEmpty() ? "" : ". " + outlook.why());
    }
}
