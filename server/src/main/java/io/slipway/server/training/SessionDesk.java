package io.slipway.server.training;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.training.Question;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.GivenText;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** What people do with a session: say whether they come, write down who came, ask, and settle what was asked. */
public final class SessionDesk {
    private static final int LONGEST_QUESTION = 2000;
    private static final int LONGEST_LINK = 500;
    private static final int LONGEST_TITLE = 120;
    private static final int MOST_QUESTIONS = 200;
    private final Store store;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final CaseDesk cases;
    private final Clock clock;

    public SessionDesk(Store store, Rollouts rollouts, TrainingBook book, CaseDesk cases, Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.book = book;
        this.cases = cases;
        this.clock = clock;
    }

    /** Whether the caller writes down who came: its facilitator, and who looks after the rollout. */
    public static boolean facilitates(Caller caller, ServedRollout served, Session session) {
        return session.plan().facilitator().equals(caller.name()) || caller.may(Permission.ROLLOUT, served.project());
    }

    /** Whether the caller settles questions: its trainer too. */
    public static boolean runs(Caller caller, ServedRollout served, Session session) {
        return session.plan().trainer().equals(caller.name()) || facilitates(caller, served, session);
    }

    /** @throws SlipwayException {@code not-allowed} */
    public static void requireRuns(Caller caller, ServedRollout served, Session session) {
        if (!runs(caller, served, session)) {
            throw notAllowed("The trainer does that, the facilitator, or who looks after the rollout.", "");
        }
    }

    /**
     * Says whether the caller comes; the last word of each holds.
     *
     * @param sequence of the session as it was seen
     * @throws SlipwayException {@code not-allowed} for who is not invited, {@code training-superseded},
     *     {@code not-found}
     */
    public Session answer(Caller caller, String project, long number, int sequence, boolean yes) {
        return with(project, number, (handle, at) -> {
            if (!at.session().plan().everybody().contains(caller.name())) {
                throw notAllowed(
                        "You are not invited to this session.", "Whoever looks after the rollout can do that.");
            }
            if (at.session().over(clock.instant())) {
                throw GivenText.invalid("The session is over.");
            }
            return book.append(
                    handle,
                    at.served(),
                    new TrainingEvent.Answered(number, sequence, yes, false, caller.name(), clock.instant()));
        });
    }

    /**
     * Writes down who came. What was written down before counts no more; nobody makes themselves present.
     *
     * @param present accounts of people of the rollout file; whoever was not invited may have come too
     * @throws SlipwayException {@code not-allowed}, {@code request-invalid}, {@code training-superseded} for one that is
     *     cancelled or has not begun
     */
    public Session attend(Caller caller, String project, long number, Set<String> present) {
        return with(project, number, (handle, at) -> {
            Session session = at.session();
            if (!facilitates(caller, at.served(), session)) {
                throw notAllowed(
                        "Its facilitator writes down who came, or who looks after the rollout.",
                        "The facilitator stands in the rollout file.");
            }
            for (String key : present) {
                if (at.served().rollout().people().find(key).isEmpty()) {
                    throw GivenText.invalid("'" + key + "' is none of the people of the rollout file.");
                }
            }
            if (!session.begun(clock.instant())) {
                throw GivenText.invalid("The session has not begun: nobody can have come yet.");
            }
            Set<String> before = session.present().orElse(Set.of());
            if (present.contains(caller.name()) && !before.contains(caller.name())) {
                throw GivenText.invalid("That you came yourself is written down by somebody else.");
            }
            return session.present().filter(present::equals).isPresent()
                    ? session
                    : book.append(
                            handle,
                            at.served(),
                            new TrainingEvent.Attended(number, present, caller.name(), clock.instant()));
        });
    }

    /**
     * Keeps a question that came up.
     *
     * @param asker account of who asked, whom only those who run the session can name; empty for the caller
     */
    public Session ask(Caller caller, String project, long number, String text, String asker) {
        return with(project, number, (handle, at) -> {
            String question = GivenText.needed(text, "question", LONGEST_QUESTION);
            String by = asker.isBlank() ? caller.name() : asker.strip();
            if (!by.equals(caller.name())) {
                if (!runs(caller, at.served(), at.session())) {
                    throw notAllowed("Whoever runs the session writes down what others asked.", "");
                }
                if (at.served().rollout().people().find(by).isEmpty()) {
                    throw GivenText.invalid("'" + by + "' is none of the people of the rollout file.");
                }
            }
            if (at.session().questions().size() >= MOST_QUESTIONS) {
                throw GivenText.invalid("A session has at most " + MOST_QUESTIONS + " questions.");
            }
            return book.append(
                    handle, at.served(), new TrainingEvent.Asked(number, question, by, caller.name(), clock.instant()));
        });
    }

    /**
     * Makes a case of a question, reported by who asked.
     *
     * @throws SlipwayException {@code not-allowed}, {@code not-found} for a team without support,
     *     {@code training-superseded} for a question that is a case already
     */
    public Session openCase(Caller caller, String project, long number, int question) {
        return with(project, number, (handle, at) -> {
            Question asked = settled(caller, at, question);
            if (asked.caseNumber().isPresent()) {
                throw SlipwayException.of(
                        ErrorCode.TRAINING_SUPERSEDED,
                        "The question is case #" + asked.caseNumber().get() + " already.",
                        "Look there.");
            }
            Case opened = cases.open(
                    handle,
                    at.served(),
                    caller.name(),
                    new CaseDesk.NewCase(title(asked), about(at, asked), Case.Source.TRAINING, asked.asker()));
            return book.append(
                    handle,
                    at.served(),
                    new TrainingEvent.CaseOpened(number, question, opened.number(), caller.name(), clock.instant()));
        });
    }

    /**
     * Names the page of a guide that answers a question.
     *
     * @param link begins with {@code https://}, or with {@code /} for a page of this server
     */
    public Session nameGuide(Caller caller, String project, long number, int question, String link) {
        return with(project, number, (handle, at) -> {
            settled(caller, at, question);
            String page = GivenText.link(GivenText.needed(link, "link", LONGEST_LINK));
            return book.append(
                    handle,
                    at.served(),
                    new TrainingEvent.GuideNamed(number, question, page, caller.name(), clock.instant()));
        });
    }

    private record At(ServedRollout served, Session session) {}

    private Session with(String project, long number, BiFunction<Handle, At, Session> work) {
        ServedRollout served = rollouts.of(project);
        return store.write(handle -> work.apply(handle, new At(served, book.locked(handle, served, number))));
    }

    private static Question settled(Caller caller, At at, int number) {
        if (!runs(caller, at.served(), at.session())) {
            throw notAllowed(
                    "Questions are settled by the trainer, the facilitator, or who looks after the rollout.", "");
        }
        if (number < 0 || number >= at.session().questions().size()) {
            throw SlipwayException.of(ErrorCode.NOT_FOUND, "The session has no such question.", "");
        }
        return at.session().questions().get(number);
    }

    private static String title(Question question) {
        String line = question.text().lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
    }

    private static String about(At at, Question question) {
        String asker = at.served()
                .rollout()
                .people()
                .find(question.asker())
                .map(Person::name)
                .orElse(question.asker());
        return question.text() + "\n\nAsked by " + asker + " in session "
                + at.session().number() + " ("
                + TrainingInvitations.title(at.served(), at.session()) + ", "
                + TrainingClock.of(at.served()).span(at.session().plan()) + ").";
    }

    private static SlipwayException notAllowed(String message, String help) {
        return SlipwayException.of(ErrorCode.NOT_ALLOWED, message, help);
    }
}
