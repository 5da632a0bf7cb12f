package io.slipway.server.readiness;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.GateEvent;
import io.slipway.rollout.readiness.Readiness;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.readiness.Waiver;
import io.slipway.server.access.Caller;
import io.slipway.server.rollout.Collector.Finding;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where people ask how ready a team is, have Slipway look again, and let a gate pass for a while, two of them together. */
public final class ReadinessDesk {
    private static final Duration LONGEST_WAIVER = Duration.ofDays(90);
    private static final int LONGEST_REASON = 500;
    private final Store store;
    private final GateBook book;
    private final Looks looks;
    private final Clock clock;

    public ReadinessDesk(Store store, GateBook book, Looks looks, Clock clock) {
        this.store = store;
        this.book = book;
        this.looks = looks;
        this.clock = clock;
    }

    /** How things stand, from what was seen so far. */
    public Readiness of(ServedRollout rollout) {
        return Readiness.of(rollout.rollout().gates(), book.newest(rollout.team()), clock.instant());
    }

    /** The same of many, by team. */
    public Map<String, Readiness> of(Collection<ServedRollout> rollouts) {
        Map<String, List<GateEvent>> newest = book.newest();
        Instant now = clock.instant();
        Map<String, Readiness> all = new LinkedHashMap<>();
        rollouts.forEach(rollout -> all.put(
                rollout.team(),
                Readiness.of(rollout.rollout().gates(), newest.getOrDefault(rollout.team(), List.of()), now)));
        return all;
    }

    /**
     * Looks at every gate now, and keeps what was seen.
     *
     * @param actor an account, or {@code slipway}
     */
    public Readiness check(String actor, ServedRollout rollout) {
        List<GateEvent.Looked> seen = new ArrayList<>();
        for (Gate gate : rollout.rollout().gates().all()) {
            seen.add(evidence(gate, looks.at(rollout, gate)));
        }
        store.run(handle -> seen.forEach(each -> book.add(handle, rollout, actor, each)));
        return of(rollout);
    }

    /** Looks at some of the gates, as far as the rollout file has them, and keeps what was seen. */
    public void look(String actor, ServedRollout rollout, Set<Standard> some) {
        for (Standard standard : some) {
            rollout.rollout()
                    .gates()
                    .find(standard.text())
                    .map(gate -> evidence(gate, looks.at(rollout, gate)))
                    .ifPresent(seen -> store.run(handle -> book.add(handle, rollout, actor, seen)));
        }
    }

    private GateEvent.Looked evidence(Gate gate, Finding finding) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Instant until = now.plus(gate.valid());
        String text = String.join(
                "\n",
                "slipway-evidence-1",
                gate.name(),
                gate.asks().text(),
                finding.query(),
                Boolean.toString(finding.passed()),
                finding.result(),
                now.toString(),
                until.toString());
        return new GateEvent.Looked(
                gate.name(),
                gate.asks().text(),
                finding.query(),
                finding.passed(),
                finding.result(),
                now,
                until,
                Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Asks for a waiver; it counts when a second person agrees.
     *
     * @throws SlipwayException {@code not-found}, {@code not-allowed}, {@code request-invalid}
     */
    public void askWaiver(Caller caller, ServedRollout rollout, String gate, String reason, Instant until) {
        require(caller, rollout, gate);
        if (gate.equals(Standard.DATE_AGREED.text())) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "A date to which not everybody said yes cannot be waived: nothing opens without an agreed day.",
                    "Have the date moved, or say in the rollout file whose yes is needed.");
        }
        Instant now = clock.instant();
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "A waiver needs a reason, of at most 500 characters.", "");
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_WAIVER))) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "A waiver ends within the next " + LONGEST_WAIVER.toDays() + " days.",
                    "Say until when the gate may be passed without evidence.");
        }
        store.run(handle -> book.add(
                handle, rollout, caller.name(), new GateEvent.WaiverAsked(gate, caller.name(), reason, until, now)));
    }

    /** @throws SlipwayException {@code approval-own}, {@code not-allowed}, {@code not-found} when none was asked for */
    public void giveWaiver(Caller caller, ServedRollout rollout, String gate) {
        require(caller, rollout, gate);
        store.run(handle -> {
            Waiver asked = asked(handle, rollout, gate)
                    .orElseThrow(() ->
                            SlipwayException.of(ErrorCode.NOT_FOUND, "No waiver waits for a second person there.", ""));
            if (asked.askedBy().equals(caller.name())) {
                throw SlipwayException.of(
                        ErrorCode.APPROVAL_OWN, "You asked for this waiver; somebody else must agree.", "");
            }
            book.add(handle, rollout, caller.name(), new GateEvent.WaiverGiven(gate, caller.name(), clock.instant()));
        });
    }

    private Optional<Waiver> asked(org.jdbi.v3.core.Handle handle, ServedRollout rollout, String gate) {
        return Readiness.of(rollout.rollout().gates(), book.newest(handle, rollout.team()), clock.instant())
                .gates()
                .stream()
                .filter(status -> status.gate().name().equals(gate))
                .findFirst()
                .flatMap(Readiness.Status::asked);
    }

    /** Refuses a waiver, or takes it back. */
    public void endWaiver(Caller caller, ServedRollout rollout, String gate, String reason) {
        require(caller, rollout, gate);
        store.run(handle -> {
            boolean there = book.newest(handle, rollout.team()).stream()
                    .anyMatch(event -> event.gate().equals(gate) && event instanceof GateEvent.WaiverAsked);
            if (!there) {
                throw SlipwayException.of(ErrorCode.NOT_FOUND, "There is no waiver of '" + gate + "'.", "");
            }
            book.add(
                    handle,
                    rollout,
                    caller.name(),
                    new GateEvent.WaiverEnded(gate, caller.name(), reason, clock.instant()));
        });
    }

    private static void require(Caller caller, ServedRollout rollout, String gate) {
        if (rollout.rollout().gates().find(gate).isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.NOT_FOUND, "The rollout of '" + rollout.team() + "' has no gate '" + gate + "'.", "");
        }
        if (!rollout.rollout().gates().mayWaive(caller.name())) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You are not one of those who may waive this team's gates.",
                    "The rollout file names them under 'waivers' of 'gates'.");
        }
    }
}
