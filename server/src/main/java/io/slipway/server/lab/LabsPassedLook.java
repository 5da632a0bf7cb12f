package io.slipway.server.lab;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.training.Sessions;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.rollout.training.Trainings;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.TrainingBook;
import java.util.List;
import java.util.stream.Collectors;

/** Whether everybody who must come to the hands-on training passed the labs that they sat in. */
public final class LabsPassedLook implements Collector {
    private final TrainingBook book;

    public LabsPassedLook(TrainingBook book) {
        this.book = book;
    }

    @Override
    public Standard gate() {
        return Standard.LABS_PASSED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        Training training = rollout.rollout().trainings().map(Trainings::all).orElse(List.of()).stream()
                .filter(each -> each.kind() == TrainingKind.HANDS_ON)
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The rollout file asks for no hands-on training.",
                        "Add 'hands-on' to its section 'trainings'."));
        Sessions sessions = book.sessions(rollout);
        String query = "results of labs in sessions, of who must come ("
                + training.mustCome().stream().map(Person::key).collect(Collectors.joining(", ")) + ")";
        List<String> lacking = training.mustCome().stream()
                .filter(person -> !sessions.labs(person.key()).done())
                .map(person -> lacks(person, sessions.labs(person.key())))
                .toList();
        return lacking.isEmpty()
                ? new Finding(true, query, "all " + training.mustCome().size() + " passed the labs that they sat in")
                : new Finding(false, query, String.join("; ", lacking));
    }

    private static String lacks(Person person, Sessions.LabResults results) {
        return person.name()
                + (results.open().isEmpty()
                        ? " passed none"
                        : " did not pass " + results.open().stream().sorted().collect(Collectors.joining(", ")));
    }
}
