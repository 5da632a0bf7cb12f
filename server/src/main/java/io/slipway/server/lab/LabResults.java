package io.slipway.server.lab;

import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.golive.Traces;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.TrainingBook;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Tells the training that a lab is part of what came of it: the evidence that a go-live's gate asks for. */
final class LabResults {
    private final Store store;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final Clock clock;

    LabResults(Store store, Rollouts rollouts, TrainingBook book, Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.book = book;
        this.clock = clock;
    }

    Optional<ServedRollout> rollout(String team) {
        return rollouts.all().stream()
                .filter(served -> served.team().equals(team))
                .findFirst();
    }

    /** A seat of a team's training is a trace that the clean-up before its go-live asks for. */
    void made(ServedLab lab, Seat seat) {
        lab.of()
                .flatMap(of -> rollout(of.team()))
                .ifPresent(served -> store.run(handle -> Traces.insert(
                        handle,
                        served,
                        0,
                        Traces.Kind.SEAT,
                        "",
                        seat.project(),
                        "lab " + lab.number() + ", " + seat.person().name(),
                        clock.instant())));
    }

    void cleared(ServedLab lab, Seat seat) {
        lab.of()
                .flatMap(of -> rollout(of.team()))
                .ifPresent(served -> store.run(
                        handle -> Traces.cleared(handle, served, Traces.Kind.SEAT, seat.project(), clock.instant())));
    }

    /** A task was passed for the first time. */
    void passed(Handle handle, ServedLab lab, Seat seat) {
        tell(handle, lab, seat, seat.task(), true);
    }

    /** The lab closes: what somebody who sat there did not pass is written down as well. */
    void left(Handle handle, ServedLab lab, Seat seat, Map<String, LabTable.Progress> progress) {
        notPassed(lab, progress).forEach(task -> tell(handle, lab, seat, task, false));
    }

    /** The tasks that are left to somebody who sat there: whoever began none did not. */
    static List<String> notPassed(ServedLab lab, Map<String, LabTable.Progress> progress) {
        if (progress.isEmpty()) {
            return List.of();
        }
        return lab.tasks().stream()
                .filter(task -> Optional.ofNullable(progress.get(task))
                        .flatMap(each -> each.at().passed())
                        .isEmpty())
                .toList();
    }

    private void tell(Handle handle, ServedLab lab, Seat seat, String task, boolean passed) {
        lab.of()
                .ifPresent(of -> rollout(of.team())
                        .ifPresent(served -> book.labDone(
                                handle,
                                served,
                                new TrainingEvent.LabDone(
                                        of.session(),
                                        task,
                                        passed,
                                        seat.person().name(),
                                        clock.instant()))));
    }
}
