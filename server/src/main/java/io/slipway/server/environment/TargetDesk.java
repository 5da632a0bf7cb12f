package io.slipway.server.environment;

import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.runner.Order;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Reaches;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a target what it is like, and writes into its history what a person found out. */
public final class TargetDesk {
    private static final int LONGEST_REASON = 500;
    private final Store store;
    private final Targets targets;
    private final Reaches reaches;
    private final EnvironmentStates states;
    private final AuditLog audit;
    private final Clock clock;

    public TargetDesk(Store store, Reaches reaches, EnvironmentStates states, AuditLog audit, Clock clock) {
        this.store = store;
        this.targets = reaches.targets();
        this.reaches = reaches;
        this.states = states;
        this.audit = audit;
        this.clock = clock;
    }

    /** Reads only; a target that does not answer is told in the reading. */
    public TargetReading read(ServedProject project, Environment environment) {
        long start = clock.millis();
        try (Target target = targets.open(project.project(), environment)) {
            // first the lock: a deployment that ends meanwhile leaves a journal that is settled
            Optional<TargetLock.Holder> holder = target.lock().holder();
            List<HistoryEntry> entries = new ArrayList<>(target.history().entries());
            Optional<JournalEntry> inDoubt =
                    HistoryState.of(entries, target.history().journal()).inDoubt();
            Collections.reverse(entries);
            return new TargetReading(
                    target.server().toString(),
                    clock.millis() - start,
                    holder,
                    inDoubt,
                    List.copyOf(entries),
                    Optional.empty());
        } catch (SlipwayException e) {
            return TargetReading.silent(e, clock.millis() - start);
        }
    }

    /**
     * Settles a statement in doubt.
     *
     * @param done its effect is there
     * @throws SlipwayException {@code nothing-in-doubt}, {@code lock-held}, {@code request-invalid} without a reason
     */
    public void resolve(
            Caller caller, ServedProject project, Environment environment, int statement, boolean done, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "Say how you know, in at most " + LONGEST_REASON + " characters.",
                    "Look into the target for the statement's effect; the history shows your reason.");
        }
        JournalEntry settled = reaches.now(
                        project.project(),
                        environment,
                        new Order.Resolve(statement, done, reason.strip(), caller.name()))
                .settled()
                .orElseThrow();
        store.run(handle -> audit.append(
                handle,
                caller.name(),
                "statement-resolved",
                project.name(),
                settled.changeId(),
                Map.of(
                        "environment", environment.name(),
                        "statement", Integer.toString(statement),
                        "done", Boolean.toString(done),
                        "reason", reason.strip())));
        states.look(project, environment);
    }
}
