package io.slipway.rollout.training;

import io.slipway.rollout.training.TrainingEvent.Answered;
import io.slipway.rollout.training.TrainingEvent.Asked;
import io.slipway.rollout.training.TrainingEvent.Attended;
import io.slipway.rollout.training.TrainingEvent.Cancelled;
import io.slipway.rollout.training.TrainingEvent.CaseOpened;
import io.slipway.rollout.training.TrainingEvent.GuideNamed;
import io.slipway.rollout.training.TrainingEvent.LabDone;
import io.slipway.rollout.training.TrainingEvent.Linked;
import io.slipway.rollout.training.TrainingEvent.Moved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What one event makes of a session; one that does not fit changes nothing. */
final class SessionFold {
    private SessionFold() {}

    static Session next(Session now, TrainingEvent event) {
        if (event instanceof Moved moved) {
            return now.movable() && moved.sequence() == now.sequence() + 1 ? moved(now, moved) : now;
        }
        if (event instanceof Cancelled cancelled) {
            return now.movable() && cancelled.sequence() == now.sequence()
                    ? with(now, Optional.of(cancelled.reason()), now.present(), now.questions(), now.labs())
                    : now;
        }
        if (event instanceof Linked linked) {
            return now.movable() ? with(now, now.plan().joinedAt(linked.link())) : now;
        }
        if (event instanceof Answered answer) {
            return answered(now, answer);
        }
        if (event instanceof Attended attended) {
            return now.stands() && now.begun(attended.at())
                    ? with(now, now.cancelled(), Optional.of(present(now, attended)), now.questions(), now.labs())
                    : now;
        }
        if (event instanceof Asked asked) {
            List<Question> questions = new ArrayList<>(now.questions());
            questions.add(new Question(
                    questions.size(), asked.text(), asked.asker(), asked.at(), Optional.empty(), Optional.empty()));
            return with(now, now.cancelled(), now.present(), questions, now.labs());
        }
        if (event instanceof CaseOpened opened) {
            return question(now, opened.question(), question -> question.became(opened.number()));
        }
        if (event instanceof GuideNamed guide) {
            return question(now, guide.question(), question -> question.answeredBy(guide.link()));
        }
        if (event instanceof LabDone lab) {
            List<LabDone> labs = new ArrayList<>(now.labs());
            labs.add(lab);
            return with(now, now.cancelled(), now.present(), now.questions(), labs);
        }
        return now;
    }

    private static Session moved(Session now, Moved moved) {
        return new Session(
                now.number(),
                now.plan().at(moved.from()),
                moved.sequence(),
                now.cancelled(),
                Map.of(),
                now.present(),
                now.questions(),
                now.labs());
    }

    private static Session with(Session now, Plan plan) {
        return new Session(
                now.number(),
                plan,
                now.sequence(),
                now.cancelled(),
                now.answers(),
                now.present(),
                now.questions(),
                now.labs());
    }

    private static Session answered(Session now, Answered answer) {
        if (!now.stands()
                || answer.sequence() != now.sequence()
                || !now.plan().everybody().contains(answer.by())) {
            return now;
        }
        Map<String, Answered> answers = new LinkedHashMap<>(now.answers());
        answers.put(answer.by(), answer);
        return new Session(
                now.number(),
                now.plan(),
                now.sequence(),
                now.cancelled(),
                answers,
                now.present(),
                now.questions(),
                now.labs());
    }

    /** That somebody came is said by somebody else: nobody's own word makes them present. */
    private static Set<String> present(Session now, Attended attended) {
        Set<String> present = new LinkedHashSet<>(attended.present());
        if (!now.present().orElse(Set.of()).contains(attended.by())) {
            present.remove(attended.by());
        }
        return present;
    }

    private static Session question(Session now, int number, UnaryOperator<Question> change) {
        if (number < 0 || number >= now.questions().size()) {
            return now;
        }
        List<Question> questions = new ArrayList<>(now.questions());
        questions.set(number, change.apply(questions.get(number)));
        return with(now, now.cancelled(), now.present(), questions, now.labs());
    }

    private static Session with(
            Session now,
            Optional<String> cancelled,
            Optional<Set<String>> present,
            List<Question> questions,
            List<LabDone> labs) {
        return new Session(
                now.number(), now.plan(), now.sequence(), cancelled, now.answers(), present, questions, labs);
    }
}
