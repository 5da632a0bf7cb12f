package io.slipway.server.training;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.training.Session;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.invitation.Invitation;
import io.slipway.server.notification.Letters;
import io.slipway.server.rollout.ServedRollout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Writes mails about sessions: invitations that mail programs put into calendars, and what became of them. Without a
 * mail server nothing is written; the page says so.
 */
public final class TrainingInvitations {
    private final Correspondence mails;

    public TrainingInvitations(Correspondence mails) {
        this.mails = mails;
    }

    /** Everybody who is needed gets one of their own: mail programs answer for their reader only. */
    void request(Handle handle, ServedRollout served, Session session, String actor, String reason) {
        Optional<String> organizer = mails.organizer(handle);
        if (organizer.isEmpty()) {
            return;
        }
        String when = TrainingClock.of(served).span(session.plan());
        for (Person person : readers(served, session)) {
            String text = title(served, session) + " is on " + when + ".\n\nJoin: "
                    + session.plan().link() + "\nTrainer: "
                    + name(served, session.plan().trainer())
                    + (reason.isEmpty() ? "" : "\n\nReason: " + reason)
                    + "\n\nSay whether you come by answering this invitation, or there:\n"
                    + link(served, session) + "\n";
            mails.write(
                    handle,
                    served,
                    actor,
                    person,
                    invitation(served, session, person, organizer.get(), text)
                            .letter(
                                    (session.sequence() == 1 ? "" : "Moved: ") + title(served, session) + " on " + when,
                                    Invitation::request));
        }
    }

    void cancel(Handle handle, ServedRollout served, Session session, String actor) {
        String when = TrainingClock.of(served).span(session.plan());
        String reason = session.cancelled().orElse("");
        mails.organizer(handle)
                .ifPresent(organizer -> readers(served, session).forEach(person -> {
                    String text = title(served, session) + " on " + when + " is cancelled by " + actor + "."
                            + (reason.isEmpty() ? "" : "\n\nReason: " + reason) + "\n";
                    mails.write(
                            handle,
                            served,
                            actor,
                            person,
                            invitation(served, session, person, organizer, text)
                                    .letter(
                                            "Cancelled: " + title(served, session) + " on " + when,
                                            Invitation::cancel));
                }));
    }

    /** What an answer gets back, once, to a time that the session does not have any more. */
    void superseded(Handle handle, ServedRollout served, Session session, int sequence, Person person) {
        mails.organizer(handle)
                .ifPresent(organizer -> mails.writeOnce(
                        handle,
                        "training-superseded:" + session.number() + ":" + sequence + ":" + session.sequence() + ":"
                                + person.key(),
                        served,
                        person,
                        new Letters.Text(
                                "Your answer is about a time that does not stand any more",
                                "A mail in your name answers an invitation to a session of "
                                        + served.rollout().title()
                                        + " that was moved or cancelled meanwhile. It was not counted.\n\n"
                                        + (session.stands()
                                                ? "It is on "
                                                        + TrainingClock.of(served)
                                                                .span(session.plan())
                                                        + ". Say there whether you come:\n" + link(served, session)
                                                : "It is cancelled.")
                                        + "\n",
                                Optional.of(organizer),
                                Optional.empty())));
    }

    /**
     * What another time gets back, once: it stays as it was, since whoever looks after the session moves it for all, or
     * not. They are told the time that was proposed, and by whom.
     *
     * @param other in words; empty when it cannot be read
     */
    void notMoved(Handle handle, ServedRollout served, Session session, Person person, String other) {
        Optional<String> organizer = mails.organizer(handle);
        if (organizer.isEmpty()) {
            return;
        }
        String when = TrainingClock.of(served).span(session.plan());
        String proposed = other.isEmpty() ? "" : " (" + other + ")";
        String key = session.number() + ":" + session.sequence() + ":" + person.key();
        String text = "A mail in your name proposes another time" + proposed + " for the session "
                + title(served, session) + ". It stays as it was, on " + when
                + ": a session is moved for all of its people, by who looks after it. "
                + served.rollout().manager().name()
                + " was told. Say there whether you come:\n" + link(served, session) + "\n";
        mails.writeOnce(
                handle,
                "training-counter:" + key + ":" + other,
                served,
                person,
                invitation(served, session, person, organizer.get(), text)
                        .letter("Not moved: " + title(served, session), Invitation::declineCounter));
        String news =
                "A mail in the name of " + person.name() + " proposes another time" + proposed + " for the session "
                        + title(served, session) + " on " + when
                        + ". It stays as it was, and they were told so. Move it there, should it suit all:\n"
                        + link(served, session) + "\n";
        for (Person reader : keepers(served, session)) {
            mails.writeOnce(
                    handle,
                    "training-countered:" + key + ":" + other + ":" + reader.key(),
                    served,
                    reader,
                    new Letters.Text(
                            person.name() + " proposes another time: " + title(served, session),
                            news,
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** Who may move a session: its trainer, and whoever looks after the rollout. */
    private static Set<Person> keepers(ServedRollout served, Session session) {
        Set<Person> keepers = new LinkedHashSet<>(List.of(served.rollout().manager()));
        served.rollout().people().find(session.plan().trainer()).ifPresent(keepers::add);
        return keepers;
    }

    static String title(ServedRollout served, Session session) {
        return session.plan().kind().title() + " of " + served.rollout().title();
    }

    /** Whoever left the file since has no address any more. */
    private static List<Person> readers(ServedRollout served, Session session) {
        return session.plan().everybody().stream()
                .flatMap(key -> served.rollout().people().find(key).stream())
                .toList();
    }

    private static Invitation invitation(
            ServedRollout served, Session session, Person reader, String organizer, String description) {
        return new Invitation(
                new SessionUid(served.team(), session.number()).text(),
                session.sequence(),
                title(served, session),
                new CalendarEntry.When.Times(
                        session.plan().from(), session.plan().until()),
                session.plan().link(),
                "CONFIRMED",
                reader,
                organizer,
                description);
    }

    private static String name(ServedRollout served, String key) {
        return served.rollout().people().find(key).map(Person::name).orElse(key);
    }

    private String link(ServedRollout served, Session session) {
        return mails.link(served, "/trainings/" + session.number());
    }
}
