package io.slipway.release.drift;

import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Admission;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Log;
import io.slipway.release.deploy.Notes;
import io.slipway.release.deploy.Patience;
import io.slipway.release.deploy.Targets;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.packaging.Replay;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Timeouts;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The revert verb: takes a target back to what its history says, after something was done there by hand. */
public final class Reversion {
    private final Targets targets;
    private final Ways ways;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public Reversion(Targets targets, Replay replay, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.ways = new Ways(targets, replay, clock);
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @param objects what it takes back; empty when nothing differs
     * @param ran whether it ran, or was only shown
     */
    public record Result(String environment, List<Difference> objects, Way way, boolean ran) {}

    /**
     * Finds and proves the script; the target is only read.
     *
     * @throws SlipwayException {@code drift-unproved}, {@code drift-script-unavailable}
     */
    public Result show(DriftWish wish) {
        Ways.Found found = found(wish);
        return new Result(wish.environment().shown(), found.chosen(), found.revert(), false);
    }

    private Ways.Found found(DriftWish wish) {
        Ways.Found found = ways.find(wish);
        // only from a state that was reached is the way back a way back
        Ways.require(found.adopt(), "revert", wish);
        Ways.require(found.revert(), "revert", wish);
        return found;
    }

    /**
     * Runs it, in one transaction, which is committed only when the schema then is what it should be.
     *
     * @param acceptLoss go on although rows go that cannot be had again
     * @throws SlipwayException as {@link #show}; {@code drift-loses-data}, {@code drift-changed},
     *     {@code deployment-failed}: the target then is as it was
     */
    public Result run(DriftWish wish, Actor actor, Duration patience, boolean acceptLoss) {
        Admission.checkApproval(wish.environment(), actor);
        Ways.Found found = found(wish);
        Way way = found.revert();
        if (found.chosen().isEmpty()) {
            return new Result(wish.environment().shown(), List.of(), way, false);
        }
        refuse(wish, way, acceptLoss);
        try (Target target = targets.open(wish.project(), wish.environment())) {
            long fence = LockWait.acquire(target.lock(), actor.who(), patience, progress, cancellation);
            try {
                if (!target.catalogue().equals(found.found())) {
                    throw SlipwayException.of(
                            ErrorCode.DRIFT_CHANGED,
                            "While the script was made, somebody changed the schema of '"
                                    + wish.environment().shown() + "' again.",
                            "Nothing was run. Run it again.");
                }
                commit(wish, target, fence, actor, found);
            } finally {
                target.lock().release();
            }
        }
        return new Result(wish.environment().shown(), found.chosen(), way, true);
    }

    private static void refuse(DriftWish wish, Way way, boolean acceptLoss) {
        if (!way.transactional()) {
            throw SlipwayException.of(
                    ErrorCode.DRIFT_SCRIPT_UNAVAILABLE,
                    "The script cannot run in one transaction, so a failure would leave half of it.",
                    "Write it to a file with --to, and run it by hand.");
        }
        if (!way.warnings().isEmpty() && !acceptLoss) {
            throw SlipwayException.of(
                    ErrorCode.DRIFT_LOSES_DATA,
                    "The script for '" + wish.environment().shown() + "' " + String.join(";\n    it ", way.warnings())
                            + ".",
                    "Look at it first (without --run), save what is needed, and say --accept-loss.");
        }
    }

    private void commit(DriftWish wish, Target target, long fence, Actor actor, Ways.Found found) {
        long start = clock.millis();
        Timeouts timeouts = wish.environment().timeouts();
        Patience patience = new Patience(timeouts.patience(), progress, cancellation);
        try {
            target.history().prepare();
            // whoever comes later waits behind it: no longer than where that matters most
            target.timeouts(timeouts.lock().or(Timeouts.PROTECTED::lock), timeouts.statement());
            Optional<SqlFailure> inTheWay = attempt(wish, target, fence, actor, found, start);
            while (inTheWay.isPresent()) {
                if (!patience.another("revert", inTheWay.get(), target)) {
                    throw inTheWay.get();
                }
                inTheWay = attempt(wish, target, fence, actor, found, start);
            }
        } catch (SqlFailure e) {
            throw SlipwayException.of(
                            ErrorCode.DEPLOYMENT_FAILED,
                            "The revert script failed in '" + wish.environment().shown() + "': " + e.getMessage(),
                            "The target is as before. Look at the script (without --run), and at what the message names.")
                    .causedBy(e);
        }
    }

    /** @return what the database said when somebody else was in the way; the target is as before then */
    private Optional<SqlFailure> attempt(
            DriftWish wish, Target target, long fence, Actor actor, Ways.Found found, long start) throws SqlFailure {
        cancellation.check();
        cancellation.watch(target);
        target.begin();
        try {
            for (Statement statement : found.revert().statements()) {
                target.execute(statement.sql());
            }
            requireReverted(wish, found.reverted(), target.catalogue());
            log(wish, target, fence, actor)
                    .deployment(
                            HistoryEvent.DEPLOYMENT_COMPLETED,
                            clock.millis() - start,
                            Notes.reverted(
                                    actor,
                                    found.chosen().stream()
                                            .map(each -> each.entry().object().key())
                                            .toList()));
            target.commit();
            return Optional.empty();
        } catch (SqlFailure e) {
            target.rollback();
            cancellation.check();
            if (target.onlyInTheWay(e)) {
                return Optional.of(e);
            }
            throw e;
        } catch (SlipwayException e) {
            target.rollback();
            throw e;
        }
    }

    private static void requireReverted(DriftWish wish, Catalogue wanted, Catalogue now) {
        List<CatalogueDifference.Entry> left =
                CatalogueDifference.between(now, wanted).entries();
        if (!left.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.DRIFT_UNPROVED,
                    "In '" + wish.environment().shown()
                            + "' the script came to something else than where it was proved: "
                            + left.get(0)
                            + (left.size() > 1 ? " and " + (left.size() - 1) + " more" : "") + ".",
                    "It was rolled back; the target is as before.");
        }
    }

    /** At the version where the target is: nothing that was deployed went or came. */
    private Log log(DriftWish wish, Target target, long fence, Actor actor) {
        Optional<HistoryEntry> current =
                Drift.settled(wish.environment(), wish.artifact(), target).current();
        return new Log(
                target.history(),
                fence,
                UUID.randomUUID().toString(),
                current.map(HistoryEntry::version).orElse(""),
                current.map(HistoryEntry::artifact).orElse(""),
                actor.who(),
                clock);
    }
}
