package io.slipway.rollout.training;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.training.TrainingEvent.Scheduled;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All sessions of a team, made from what happened to them. The same events give the same sessions, whoever computes them.
 *
 * @param all by number
 */
public record Sessions(List<Session> all) {
    public Sessions {
        all = List.copyOf(all);
    }

    /** Folds events, in the order in which they happened. One that does not fit changes nothing. */
    public static Sessions of(List<? extends TrainingEvent> events) {
        Map<Long, Session> sessions = new LinkedHashMap<>();
        for (TrainingEvent event : events) {
            if (event instanceof Scheduled scheduled) {
                sessions.putIfAbsent(scheduled.session(), Session.of(scheduled));
            } else {
                sessions.computeIfPresent(event.session(), (number, now) -> SessionFold.next(now, event));
            }
        }
        return new Sessions(List.copyOf(sessions.values()));
    }

    public Optional<Session> find(long number) {
        return all.stream().filter(session -> session.number() == number).findFirst();
    }

    /** Who came to some session of that kind that is over, by account. */
    public Set<String> trained(TrainingKind kind, Instant now) {
        Set<String> trained = new LinkedHashSet<>();
        all.stream()
                .filter(session -> session.plan().kind() == kind)
                .forEach(session -> trained.addAll(session.trained(now)));
        return trained;
    }

    /** Who must come to a training and has not, in the file's order. */
    public List<Person> missing(Training training, Instant now) {
        Set<String> trained = trained(training.kind(), now);
        return training.mustCome().stream()
                .filter(person -> !trained.contains(person.key()))
                .toList();
    }

    /**
     * What somebody did in labs, over all sessions.
     *
     * @param passed names of the labs that they passed at some time
     * @param open those that they sat in and passed at no time
     */
    public record LabResults(Set<String> passed, Set<String> open) {
        public LabResults {
            passed = Set.copyOf(passed);
            open = Set.copyOf(open);
        }

        /** The same with labs that they sit in and that are not over; what was passed at some time stays passed. */
        public LabResults with(Set<String> unfinished) {
            Set<String> all = new LinkedHashSet<>(open);
            all.addAll(unfinished);
            all.removeAll(passed);
            return new LabResults(passed, all);
        }

        /** Whether they passed all that they sat in, and sat in one at least. */
        public boolean done() {
            return open.isEmpty() && !passed.isEmpty();
        }
    }

    /** @param account whose results */
    public LabResults labs(String account) {
        Set<String> passed = new LinkedHashSet<>();
        Set<String> open = new LinkedHashSet<>();
        all.stream()
                .filter(Session::stands)
                .flatMap(session -> session.labs().stream())
                .filter(lab -> lab.by().equals(account))
                .forEach(lab -> (lab.passed() ? passed : open).add(lab.lab()));
        open.removeAll(passed);
        return new LabResults(passed, open);
    }

    /** Those of the missing whom no session to come waits for. */
    public List<Person> uninvited(Training training, Instant now) {
        return missing(training, now).stream()
                .filter(person -> all.stream()
                        .noneMatch(session -> session.stands()
                                && !session.over(now)
                                && session.plan().kind() == training.kind()
                                && session.plan().people().contains(person.key())))
                .toList();
    }
}
