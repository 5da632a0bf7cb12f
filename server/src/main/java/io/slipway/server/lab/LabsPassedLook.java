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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether everybody who must come to the hands-on training passed the labs that they sat in. */
public final class LabsPassedLook implements Collector {
    private final TrainingBook book;
    private final OpenLabs labs;

    public LabsPassedLook(TrainingBook book, OpenLabs labs) {
        this.book = book;
        this.labs = labs;
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
        Map<String, Set<String>> left = labs.left(rollout.team(), sessions);
        String query = "results of labs in sessions, of who must come ("
                + training.mustCome().stream().map(Person::key).collect(Collectors.joining(", ")) + ")";
        List<String> lacking = training.mustCome().stream()
                .flatMap(person ->
                        lacks(person, sessions.labs(person.key()).with(left.getOrDefault(person.key(), Set.of())))
                                .stream())
                .toList();
        return lacking.isEmpty()
                ? new Finding(true, query, "all " + training.mustCome().size() + " passed the labs that they sat in")
                : new Finding(false, query, String.join("; ", lacking));
    }

    private static Optional<String> lacks(Person person, Sessions.LabResults results) {
        if (results.done()) {
            return Optional.empty();
        }
        return Optional.of(person.name()
                + (results.open().isEmpty()
                        ? " passed none"
                        : " did not pass " + results.open().stream().sorted().collect(Collectors.joining(", "))));
    }
}
