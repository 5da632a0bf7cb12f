package io.slipway.server.support;

import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tracker;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.RemoteCases.RemoteCase;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Brings one case into one tracker. No tracker takes a key by which making the same case twice is refused, and their
 * search lags behind what was made. So before a case is made it is written down that this begins; whoever finds that,
 * because the node died or the answer was lost, looks for it at growing distances, and makes it only if the search does
 * not know it by the last look. How long a search may lag nobody promises, so it can be there twice then, and the case
 * says so.
 */
public final class TrackerRun {
    /** When it is looked for, counted from when it was begun; after the last look it is made. */
    static final List<Duration> LOOKS =
            List.of(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(20));

    /** How long to wait after each try; after the last one it is given up until something new happens to the case. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private final Store store;
    private final Rollouts rollouts;
    private final CaseLedger ledger;
    private final CaseTable table;
    private final RemoteCases remotes;
    private final Trackers trackers;
    private final RemoteText texts;
    private final Clock clock;

    TrackerRun(
            Store store,
            Rollouts rollouts,
            CaseLedger ledger,
            CaseTable table,
            RemoteCases remotes,
            Trackers trackers,
            RemoteText texts,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.table = table;
        this.remotes = remotes;
        this.trackers = trackers;
        this.texts = texts;
        this.clock = clock;
    }

    private record Known(ServedRollout rollout, Support support, Tracker tracker) {}

    /** @return when to try it again; empty when there is no more to do */
    Optional<Instant> run(long number, String name) {
        Optional<RemoteCase> found =
                remotes.find(number, name).filter(one -> one.state().equals("waiting"));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        RemoteCase one = found.get();
        if (one.nextAt().isAfter(clock.instant())) {
            return Optional.of(one.nextAt());
        }
        Optional<Known> known = known(one);
        if (known.isEmpty()) {
            remotes.dead(one, "The rollout file names no such tracker any more.");
            return Optional.empty();
        }
        Optional<Instant> first = uncertain(one).map(begun -> begun.plus(LOOKS.get(0)));
        if (first.filter(at -> at.isAfter(clock.instant())).isPresent()) {
            remotes.later(one, sought(one), first.get());
            return first;
        }
        if (!remotes.claim(one)) {
            return Optional.empty();
        }
        try {
            Optional<Long> told = trackers.use(
                    known.get().rollout(), known.get().tracker(), client -> bring(one, known.get(), client));
            if (told.isEmpty()) {
                Optional<Instant> next = nextLook(one);
                remotes.looked(one, sought(one), next.orElseThrow());
                return next;
            }
            remotes.told(one, told.get());
            return remotes.find(number, name)
                    .filter(now -> now.state().equals("waiting"))
                    .map(RemoteCase::nextAt);
        } catch (TrackerFailure e) {
            return failed(one, e.sentence(), e.forGood(), e.wish());
        } catch (SlipwayException e) {
            return failed(one, String.valueOf(e.getMessage()), false, Duration.ZERO);
        }
    }

    /** Since when nobody knows whether the tracker has it. */
    private static Optional<Instant> uncertain(RemoteCase one) {
        return one.known() ? Optional.empty() : one.begunAt();
    }

    /** The next time to look for it; empty when it was looked for long enough. */
    private Optional<Instant> nextLook(RemoteCase one) {
        return uncertain(one)
                .flatMap(begun -> LOOKS.stream()
                        .map(begun::plus)
                        .filter(at -> at.isAfter(clock.instant()))
                        .findFirst());
    }

    private static String sought(RemoteCase one) {
        Instant begun = one.begunAt().orElseThrow();
        return "Whether it was made is not known: no answer came. It is looked for by its mark " + one.mark()
                + " until " + second(begun.plus(LOOKS.get(LOOKS.size() - 1))) + ", and made then if it is not there.";
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private Optional<Instant> failed(RemoteCase one, String why, boolean forGood, Duration wish) {
        int tries = one.attempts() + 1;
        if (forGood || tries > WAITS.size()) {
            remotes.dead(one, why);
            return Optional.empty();
        }
        Duration wait = WAITS.get(tries - 1);
        Instant next = clock.instant().plus(wish.compareTo(wait) > 0 ? wish : wait);
        remotes.later(one, why, next);
        return Optional.of(next);
    }

    /** @return the newest event that the tracker has now; empty when it is to be looked for once more */
    private Optional<Long> bring(RemoteCase one, Known known, TrackerClient client) throws TrackerFailure {
        List<CaseEvent> events = store.read(handle -> ledger.events(handle, one.number()));
        Case state = Case.of(one.number(), events);
        TrackerClient.Content content = texts.of(known.rollout(), state, events);
        if (!one.known()) {
            Optional<TrackerClient.Remote> there =
                    one.begunAt().isPresent() ? client.find(one.mark()) : Optional.empty();
            if (there.isEmpty() && nextLook(one).isPresent()) {
                return Optional.empty();
            }
            if (there.isEmpty()) {
                one.begunAt().ifPresent(begun -> perhapsTwice(one, known, begun));
                tracked(one, known, make(one, client, content));
                if (!content.resolved()) {
                    return Optional.of(state.last());
                }
            } else {
                tracked(one, known, there.get());
            }
        }
        String key = remotes.find(one.number(), one.tracker()).orElseThrow().remote();
        TrackerClient.Remote now = client.update(key, content);
        store.run(handle -> remotes.state(handle, one, now.state()));
        return Optional.of(state.last());
    }

    /** Told before it is made: whoever dies in between, or hears nothing again, has told it. */
    private void perhapsTwice(RemoteCase one, Known known, Instant begun) {
        String text = "Making it in " + one.tracker() + " was begun at " + second(begun)
                + ", and no answer came. Its mark " + one.mark()
                + " was looked for there until now and is not found, so it is made now. If the first one comes to light"
                + " after all, there are two with this mark: Slipway keeps the one in step that it names here, and the"
                + " other is to be closed by hand.";
        store.run(handle -> {
            CaseTable.locked(handle, one.number());
            boolean told = ledger.events(handle, one.number()).stream()
                    .anyMatch(event -> event.text(CaseEvent.TEXT).equals(text));
            if (!told) {
                ledger.append(
                        handle,
                        known.rollout(),
                        one.number(),
                        CaseLedger.SERVER,
                        new Step(
                                CaseEvent.Kind.TRACKED,
                                Map.of("tracker", one.tracker(), "key", "", "status", "", CaseEvent.TEXT, text)));
            }
        });
    }

    private TrackerClient.Remote make(RemoteCase one, TrackerClient client, TrackerClient.Content content)
            throws TrackerFailure {
        remotes.begin(one);
        try {
            return client.make(one.mark(), content);
        } catch (TrackerFailure e) {
            if (!e.perhapsDone()) {
                remotes.notBegun(one);
            }
            throw e;
        }
    }

    private void tracked(RemoteCase one, Known known, TrackerClient.Remote remote) {
        store.run(handle -> {
            CaseTable.locked(handle, one.number());
            remotes.known(handle, one, remote.key());
            remotes.state(handle, one, remote.state());
            tell(handle, one, known, remote);
        });
    }

    private void tell(Handle handle, RemoteCase one, Known known, TrackerClient.Remote remote) {
        Map<String, String> detail = new HashMap<>();
        detail.put("tracker", one.tracker());
        detail.put("key", TrackerClient.Remote.shown(remote.key()));
        detail.put("status", remote.state());
        ledger.append(
                handle, known.rollout(), one.number(), CaseLedger.SERVER, new Step(CaseEvent.Kind.TRACKED, detail));
    }

    /** Asks those trackers that may know something new, and takes it over. */
    void ask(Duration every, int most) {
        for (RemoteCase one : remotes.toAsk(clock.instant().minus(every), most)) {
            remotes.asked(one);
            Optional<Known> known = known(one);
            if (known.isPresent()) {
                try {
                    TrackerClient.Remote now = trackers.use(
                            known.get().rollout(), known.get().tracker(), client -> client.state(one.remote()));
                    if (!now.state().equals(one.remoteState())) {
                        store.run(handle -> changed(handle, one, known.get(), now));
                    }
                } catch (TrackerFailure | SlipwayException e) {
                    // it is asked again
                }
            }
        }
    }

    private void changed(Handle handle, RemoteCase one, Known known, TrackerClient.Remote now) {
        CaseTable.locked(handle, one.number());
        boolean another = RemoteCases.find(handle, one.number(), one.tracker())
                .filter(known2 -> known2.remoteState().equals(one.remoteState()))
                .isPresent();
        if (!another) {
            return;
        }
        Case state = ledger.catchUp(handle, known.rollout(), known.support(), one.number(), clock.instant());
        remotes.state(handle, one, now.state());
        tell(handle, one, known, now);
        if (now.done() && state.allowed().contains(CaseEvent.Kind.RESOLVED)) {
            ledger.append(
                    handle,
                    known.rollout(),
                    one.number(),
                    CaseLedger.SERVER,
                    Step.resolved(
                            TrackerClient.Remote.shown(now.key()) + " is " + now.state() + " in "
                                    + known.tracker().kind().title() + ".",
                            "",
                            ""));
        }
    }

    private Optional<Known> known(RemoteCase one) {
        Optional<ServedRollout> rollout = table.find(one.number()).flatMap(line -> rollouts.find(line.project()));
        Optional<Support> support = rollout.flatMap(served -> served.rollout().support());
        return support.flatMap(plan -> plan.trackers().stream()
                .filter(tracker -> tracker.name().equals(one.tracker()))
                .findFirst()
                .map(tracker -> new Known(rollout.orElseThrow(), plan, tracker)));
    }
}
