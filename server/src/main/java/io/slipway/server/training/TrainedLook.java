package io.slipway.server.training;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.training.Sessions;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.Trainings;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether everybody who must come was at a session, which is over, of each training that the file asks for. */
public final class TrainedLook implements Collector {
    private final TrainingBook book;
    private final Clock clock;

    public TrainedLook(TrainingBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    @Override
    public Standard gate() {
        return Standard.TRAINED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        Trainings trainings = rollout.rollout()
                .trainings()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND, "The rollout file has no section 'trainings'.", "Add it."));
        Instant now = clock.instant();
        Sessions sessions = book.sessions(rollout);
        String query = "who is written down as present in sessions that are over, against who must come: "
                + trainings.all().stream()
                        .map(training -> training.kind().text() + " ("
                                + training.mustCome().stream().map(Person::key).collect(Collectors.joining(", ")) + ")")
                        .collect(Collectors.joining("; "));
        List<String> lacking = trainings.all().stream()
                .filter(training -> !sessions.missing(training, now).isEmpty())
                .map(training -> lacks(training, sessions, now))
                .toList();
        return lacking.isEmpty()
                ? new Finding(
                        true,
                        query,
                        trainings.all().stream().map(TrainedLook::whole).collect(Collectors.joining("; ")))
                : new Finding(false, query, String.join("; ", lacking));
    }

    private static String lacks(Training training, Sessions sessions, Instant now) {
        List<Person> missing = sessions.missing(training, now);
        return training.kind().title() + ": "
                + missing.stream().map(Person::name).collect(Collectors.joining(", "))
                + (missing.size() == 1 ? " was" : " were") + " at none that is over";
    }

    private static String whole(Training training) {
        int all = training.mustCome().size();
        return training.kind().title() + ": all " + all + " who must come were there";
    }
}
