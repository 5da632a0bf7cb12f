package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.DateEvent.Voted;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.invitation.Invitation;
import io.slipway.server.notification.Letters;
import io.slipway.server.rollout.ServedRollout;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Writes mails about a date: invitations that mail programs put into calendars, and what became of it. Without a mail
 * server nothing is written; the page says so.
 */
public final class Invitations {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private final Correspondence mails;

    public Invitations(Correspondence mails) {
        this.mails = mails;
    }

    public static String day(LocalDate date) {
        return DAY.format(date);
    }

    /** Each stakeholder who has not said yes gets one of their own: mail programs answer for their reader only. */
    void request(Handle handle, ServedRollout served, Agreement agreement, String actor, String reason) {
        request(handle, served, agreement, served.rollout().stakeholders(), actor, reason);
    }

    /** @param people stakeholders; who has said yes gets none */
    void request(
            Handle handle,
            ServedRollout served,
            Agreement agreement,
            List<Person> people,
            String actor,
            String reason) {
        Proposal proposal = agreement.proposal().orElseThrow();
        Optional<String> organizer = mails.organizer(handle);
        if (organizer.isEmpty()) {
            return;
        }
        for (Person person : people) {
            Voted vote = agreement.votes().get(person.key());
            if (agreement.asked().contains(person.key()) && (vote == null || !vote.yes())) {
                String text = served.rollout().title() + " is to go live on " + day(proposal.date())
                        + ", the first day of"
                        + " its sprint (" + served.rollout().calendar().zone() + "). Proposed by " + proposal.by() + "."
                        + (reason.isEmpty() ? "" : "\n\nReason: " + reason)
                        + "\n\nSay yes or no there, after signing in; only that counts:\n" + link(served, proposal, "")
                        + "\n\nAn answer by mail is read too, but has to be confirmed there, since a mail's sender can"
                        + " be forged.\n";
                mails.write(
                        handle,
                        served,
                        actor,
                        person,
                        invitation(served, proposal, person, organizer.get(), text)
                                .letter(
                                        (proposal.sequence() == proposal.round() ? "Go-live of " : "Moved: go-live of ")
                                                + served.rollout().title() + " on " + day(proposal.date()),
                                        Invitation::request));
            }
        }
    }

    void cancel(Handle handle, ServedRollout served, Proposal proposal, String actor, String reason) {
        mails.organizer(handle)
                .ifPresent(organizer -> served.rollout().stakeholders().forEach(person -> {
                    String text = "The go-live of " + served.rollout().title() + " is not on " + day(proposal.date())
                            + " any more: " + actor + " withdrew that date."
                            + (reason.isEmpty() ? "" : "\n\nReason: " + reason) + "\n";
                    mails.write(
                            handle,
                            served,
                            actor,
                            person,
                            invitation(served, proposal, person, organizer, text)
                                    .letter(
                                            "Withdrawn: go-live of "
                                                    + served.rollout().title() + " on " + day(proposal.date()),
                                            Invitation::cancel));
                }));
    }

    /** To somebody who was asked, and is no stakeholder any more, or has another address. */
    void removed(Handle handle, ServedRollout served, Proposal proposal, Person person, String actor) {
        mails.organizer(handle).ifPresent(organizer -> {
            String text =
                    "You are not asked about the go-live of " + served.rollout().title() + " on " + day(proposal.date())
                            + " any more: " + actor + " changed who its stakeholders are.\n";
            mails.write(
                    handle,
                    served,
                    actor,
                    person,
                    invitation(served, proposal, person, organizer, text)
                            .letter(
                                    "Without you: go-live of "
                                            + served.rollout().title() + " on " + day(proposal.date()),
                                    Invitation::uninvite));
        });
    }

    /** What another time of the same day gets back, once: a go-live takes the whole day. */
    void wholeDay(Handle handle, ServedRollout served, Proposal proposal, Person person) {
        mails.organizer(handle).ifPresent(organizer -> {
            String text = "A mail in your name proposes another time for the go-live of "
                    + served.rollout().title() + " on " + day(proposal.date())
                    + ", and no other day. A go-live takes the whole day, so it stays as it was.\n\nSay yes or no, or name"
                    + " another day, there:\n" + link(served, proposal, "") + "\n";
            mails.writeOnce(
                    handle,
                    "whole-day:" + served.team() + ":" + proposal.sequence() + ":" + person.key(),
                    served,
                    person,
                    invitation(served, proposal, person, organizer, text)
                            .letter(
                                    "Not another time: go-live of "
                                            + served.rollout().title() + " on " + day(proposal.date()),
                                    Invitation::declineCounter));
        });
    }

    /** To the manager and everybody who said yes. */
    void agreed(Handle handle, ServedRollout served, Agreement agreement, String actor) {
        Proposal proposal = agreement.proposal().orElseThrow();
        tell(
                handle,
                served,
                actor,
                concerned(served),
                "Agreed: " + served.rollout().title() + " goes live on " + day(proposal.date()),
                "Every stakeholder said yes: " + served.rollout().title() + " goes live on " + day(proposal.date())
                        + " (" + served.rollout().calendar().zone() + ").");
    }

    /**
     * To the same people, who were told that it was agreed.
     *
     * @param why a sentence
     */
    void notAgreedAnyMore(Handle handle, ServedRollout served, Proposal proposal, String actor, String why) {
        tell(
                handle,
                served,
                actor,
                concerned(served),
                "Not agreed any more: go-live of " + served.rollout().title() + " on " + day(proposal.date()),
                why + "\n\nUnless everybody says yes to it again, "
                        + served.rollout().title() + " does not go live on " + day(proposal.date()) + ".");
    }

    /**
     * To who proposed a date that nobody was told to be agreed, and to who looks after the rollout.
     *
     * @param why a sentence
     */
    void refused(Handle handle, ServedRollout served, Proposal proposal, String actor, String why) {
        Set<Person> readers = new LinkedHashSet<>(Set.of(served.rollout().manager()));
        served.rollout().stakeholders().stream()
                .filter(person -> person.key().equals(proposal.by()))
                .forEach(readers::add);
        readers.removeIf(person -> person.key().equals(actor));
        tell(
                handle,
                served,
                actor,
                readers,
                "No to the go-live of " + served.rollout().title() + " on " + day(proposal.date()),
                why + "\n\nMove the date, or talk to each other: it is agreed when every stakeholder says yes.");
    }

    private static Set<Person> concerned(ServedRollout served) {
        Set<Person> readers = new LinkedHashSet<>(served.rollout().stakeholders());
        readers.add(served.rollout().manager());
        return readers;
    }

    private void tell(
            Handle handle, ServedRollout served, String actor, Set<Person> readers, String subject, String text) {
        mails.organizer(handle)
                .ifPresent(from -> readers.forEach(person -> mails.write(
                        handle,
                        served,
                        actor,
                        person,
                        new Letters.Text(
                                subject,
                                text + "\n\n" + mails.link(served, "") + "\n",
                                Optional.of(from),
                                Optional.empty()))));
    }

    /**
     * What a mail that said yes or no gets back, once: where to confirm it.
     *
     * @param instead the day that a no named
     */
    void confirm(
            Handle handle,
            ServedRollout served,
            Proposal proposal,
            Person person,
            boolean yes,
            Optional<LocalDate> instead) {
        String answer = yes ? "yes" : "no";
        String rather = instead.map(day -> ", rather " + day(day)).orElse("");
        mails.organizer(handle)
                .ifPresent(organizer -> mails.writeOnce(
                        handle,
                        "confirm:" + served.team() + ":" + proposal.sequence() + ":" + person.key() + ":" + yes
                                + instead.map(day -> ":" + day).orElse(""),
                        served,
                        person,
                        new Letters.Text(
                                "Please confirm: " + answer + " to " + day(proposal.date()) + rather,
                                "A mail in your name says " + answer + " to the go-live of "
                                        + served.rollout().title() + " on " + day(proposal.date()) + rather
                                        + ".\n\nA mail's sender can be"
                                        + " forged, so it does not count yet. Sign in and confirm it"
                                        + (yes ? " with one click" : ", with your reason") + ":\n"
                                        + link(served, proposal, answer)
                                        + instead.map(day -> "&instead=" + day).orElse("")
                                        + "\n\nIf you did not send it, do nothing, or tell "
                                        + served.rollout().manager().name()
                                        + ".\n",
                                Optional.of(organizer),
                                Optional.empty())));
    }

    /** What an answer to a date gets back that does not stand any more. */
    void superseded(Handle handle, ServedRollout served, Agreement agreement, int sequence, Person person) {
        mails.organizer(handle)
                .ifPresent(organizer -> mails.writeOnce(
                        handle,
                        "superseded:" + served.team() + ":" + sequence + ":" + agreement.lastSequence() + ":"
                                + person.key(),
                        served,
                        person,
                        new Letters.Text(
                                "Your answer is about a date that does not stand any more",
                                "A mail in your name answers an invitation to the go-live of "
                                        + served.rollout().title()
                                        + " that was moved or withdrawn meanwhile. It was not counted.\n\n"
                                        + agreement
                                                .proposal()
                                                .map(p -> "The date that stands is " + day(p.date())
                                                        + ". Say yes or no to it there:\n" + link(served, p, ""))
                                                .orElse("No date stands now.")
                                        + "\n",
                                Optional.of(organizer),
                                Optional.empty())));
    }

    /** The day is a whole one: it is the same in every zone. */
    private static Invitation invitation(
            ServedRollout served, Proposal proposal, Person reader, String organizer, String description) {
        return new Invitation(
                new DateUid(served.team(), proposal.round()).text(),
                proposal.sequence(),
                "Go-live of " + served.rollout().title(),
                new CalendarEntry.When.Days(proposal.date(), proposal.date()),
                "",
                "TENTATIVE",
                reader,
                organizer,
                description);
    }

    private String link(ServedRollout served, Proposal proposal, String answer) {
        return mails.link(
                served, "/date?sequence=" + proposal.sequence() + (answer.isEmpty() ? "" : "&answer=" + answer));
    }
}
