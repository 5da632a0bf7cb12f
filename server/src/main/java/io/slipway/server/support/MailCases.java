package io.slipway.server.support;

import io.slipway.release.digest.Sha256;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Makes cases and notes of mails. Which team a mail is for is said by the case's number in its subject, by the part
 * after '+' of the address it went to, or by its sender, where that is of one team only. Whoever is of several and says
 * none is asked, or has the first of them sort it where no mail can be sent.
 */
public final class MailCases {
    private static final Pattern NUMBER = Pattern.compile("(?i)\\bcase #(\\d{1,18})\\b");
    private static final Pattern TAG = Pattern.compile("[^@+]+\\+([a-z0-9-]+)@.*");
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_TITLE = 200;
    private final Store store;
    private final Rollouts rollouts;
    private final CaseLedger ledger;
    private final CaseTable table;
    private final TeamQuestion question;
    private final Clock clock;

    MailCases(Store store, Rollouts rollouts, CaseLedger ledger, CaseTable table, TeamQuestion question, Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.table = table;
        this.question = question;
        this.clock = clock;
    }

    /** What became of a mail. */
    public sealed interface Taken {
        record Opened(long number) implements Taken {}

        record Noted(long number) implements Taken {}

        /** It came before. */
        record Known(long number) implements Taken {}

        /** Its sender was asked which of these teams it is for. */
        record Asked(List<String> teams) implements Taken {
            public Asked {
                teams = List.copyOf(teams);
            }
        }

        /** No team can be told from it, and its sender is of none. */
        record Nobodys() implements Taken {}
    }

    /** Takes a mail, once: the same one again does nothing. */
    public Taken take(ReceivedMail mail) {
        return store.write(handle -> take(handle, mail));
    }

    Taken take(Handle handle, ReceivedMail mail) {
        Optional<CaseLine> of = number(mail.subject()).flatMap(table::find);
        Optional<ServedRollout> rollout =
                of.map(line -> rollouts.of(line.project())).or(() -> team(mail));
        Optional<Support> support = rollout.flatMap(served -> served.rollout().support());
        return support.isPresent()
                ? take(handle, rollout.get(), support.get(), of, mail, text(mail))
                : unclear(handle, mail);
    }

    private Taken unclear(Handle handle, ReceivedMail mail) {
        List<ServedRollout> teams = supportedTeams(mail);
        if (teams.isEmpty()) {
            return new Taken.Nobodys();
        }
        List<String> names = teams.stream().map(ServedRollout::team).toList();
        if (question.ask(handle, key(mail), mail, text(mail), teams)) {
            return new Taken.Asked(names);
        }
        ServedRollout first = teams.get(0);
        String text = "It does not say which team it is for; its sender is of " + String.join(", ", names) + ".\n\n"
                + text(mail);
        return take(
                handle,
                first,
                first.rollout().support().orElseThrow(),
                Optional.empty(),
                mail,
                cut(text, LONGEST_TEXT));
    }

    private Taken take(
            Handle handle,
            ServedRollout rollout,
            Support support,
            Optional<CaseLine> of,
            ReceivedMail mail,
            String text) {
        Optional<Person> sender = sender(rollout, mail);
        // Held until the end, so that two nodes with the same mail come one after the other.
        handle.createUpdate("UPDATE counter SET value = value WHERE name = 'case'")
                .execute();
        Optional<Long> known = handle.createQuery("SELECT number FROM support_mail WHERE message_id = :id")
                .bind("id", key(mail))
                .mapTo(Long.class)
                .findOne();
        if (known.isPresent()) {
            return new Taken.Known(known.get());
        }
        Taken taken = of.isPresent() && sender.isPresent()
                ? note(handle, rollout, support, of.get().number(), sender.get(), mail)
                : open(handle, rollout, support, sender, mail, text);
        handle.createUpdate("INSERT INTO support_mail (message_id, number, taken_at) VALUES (:id, :number, :now)")
                .bind("id", key(mail))
                .bind("number", taken instanceof Taken.Noted noted ? noted.number() : ((Taken.Opened) taken).number())
                .bind("now", clock.millis())
                .execute();
        return taken;
    }

    /** The team whose case it became. */
    static String team(Handle handle, Taken taken) {
        long number = taken instanceof Taken.Opened opened
                ? opened.number()
                : taken instanceof Taken.Noted noted ? noted.number() : ((Taken.Known) taken).number();
        return handle.createQuery("SELECT team FROM support_case WHERE number = :number")
                .bind("number", number)
                .mapTo(String.class)
                .one();
    }

    /** A mail to a case that cannot take a note any more opens another. */
    private Taken note(
            Handle handle, ServedRollout rollout, Support support, long number, Person sender, ReceivedMail mail) {
        CaseTable.locked(handle, number);
        Case now = ledger.catchUp(handle, rollout, support, number, clock.instant());
        if (!now.allowed().contains(CaseEvent.Kind.NOTED)) {
            return open(handle, rollout, support, Optional.of(sender), mail, text(mail));
        }
        Case then = ledger.append(handle, rollout, number, sender.key(), Step.noted(text(mail)));
        if (then.phase() == Case.Phase.WAITING && then.reporter().equals(sender.key())) {
            ledger.append(handle, rollout, number, sender.key(), Step.of(CaseEvent.Kind.RESUMED));
        }
        return new Taken.Noted(number);
    }

    private Taken open(
            Handle handle,
            ServedRollout rollout,
            Support support,
            Optional<Person> sender,
            ReceivedMail mail,
            String text) {
        Step opened = Step.opened(
                support,
                title(mail),
                text,
                sender.isPresent() ? Case.Source.MAIL : Case.Source.UNKNOWN_SENDER,
                sender.map(Person::key).orElse(address(mail)),
                Optional.empty());
        String actor = sender.map(Person::key).orElse(CaseLedger.SERVER);
        return new Taken.Opened(
                ledger.open(handle, rollout, actor, opened, Optional.empty()).number());
    }

    /** With its sender, so that a stranger who guesses a Message-ID keeps no mail of somebody else's away. */
    private static String key(ReceivedMail mail) {
        String id = mail.messageId().isEmpty()
                ? Sha256.of((mail.subject() + "\n" + mail.text()).getBytes(StandardCharsets.UTF_8))
                : mail.messageId();
        return id + " " + mail.sender();
    }

    private Optional<ServedRollout> team(ReceivedMail mail) {
        Optional<String> tag = mail.to().stream()
                .map(address -> TAG.matcher(address.toLowerCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(form -> form.group(1))
                .findFirst();
        if (tag.isPresent()) {
            return rollouts.all().stream()
                    .filter(served -> served.team().equals(tag.get()))
                    .findFirst();
        }
        List<ServedRollout> its = supportedTeams(mail);
        return its.size() == 1 ? Optional.of(its.get(0)) : Optional.empty();
    }

    /** Those with support whose file names the sender. */
    private List<ServedRollout> supportedTeams(ReceivedMail mail) {
        return rollouts.all().stream()
                .filter(served -> served.rollout().support().isPresent())
                .filter(served -> sender(served, mail).isPresent())
                .sorted(Comparator.comparing(ServedRollout::team))
                .toList();
    }

    private static Optional<Person> sender(ServedRollout rollout, ReceivedMail mail) {
        return rollout.rollout().people().all().stream()
                .filter(person -> person.email().equals(address(mail)))
                .findFirst();
    }

    private static String address(ReceivedMail mail) {
        return mail.sender();
    }

    private static Optional<Long> number(String subject) {
        Matcher number = NUMBER.matcher(subject);
        return number.find() ? Optional.of(Long.parseLong(number.group(1))) : Optional.empty();
    }

    private static String title(ReceivedMail mail) {
        String title = mail.subject().replaceAll("\\s+", " ").strip();
        return title.isEmpty() ? "(without subject)" : cut(title, LONGEST_TITLE);
    }

    private static String text(ReceivedMail mail) {
        return cut(mail.text().strip(), LONGEST_TEXT);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
