package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.notification.LetterSecrets;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.store.Store;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Links by which somebody with an account chooses a password: for accounts that were made without one, and for who
 * forgot theirs. Each works once, for a week, and until a newer one is made.
 *
 * <p>Only digests of their secrets are stored. A letter in the outbox holds none either: it is put in while the mail is
 * sent, and a mail that is tried again brings another.
 */
public final class SetUpLinks implements LetterSecrets {
    /** Stands in a letter where the link goes. */
    private static final String PLACE = "{set-up link}";

    private static final Duration LIFE = Duration.ofDays(7);
    private static final String OPEN = "used_at IS NULL AND voided_at IS NULL AND ends_at > :now";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
    private final Store store;
    private final People people;
    private final Letters letters;
    private final MailServers servers;
    private final Optional<URI> links;
    private final AuditLog audit;
    private final Clock clock;

    /** @param links where browsers reach this server; empty when no link can be sent to anybody */
    public SetUpLinks(
            Store store,
            People people,
            Letters letters,
            MailServers servers,
            Optional<URI> links,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.people = people;
        this.letters = letters;
        this.servers = servers;
        this.links = links;
        this.audit = audit;
        this.clock = clock;
    }

    /** How a link comes to whom it is for. */
    public enum Way {
        /** By mail where that can be, else shown. */
        EITHER,
        /** By mail, and not at all where that cannot be. */
        MAIL,
        /** Shown to whoever asked. */
        SHOWN
    }

    /** Whether somebody can sign in. */
    public enum Entry {
        /** They have a password, or signed in by single sign-on. */
        READY,
        /** There is a link for them. */
        LINK,
        /** There was one, and it is good no more. */
        ENDED,
        /** There was never one. */
        NONE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A link that was made.
     *
     * @param mailedTo address that it goes to; empty when it is shown
     * @param link with its secret, to be shown once; empty when it is mailed
     */
    public record Made(Person person, Instant ends, Optional<String> mailedTo, Optional<String> link) {
        @Override
        public String toString() {
            return person.name();
        }
    }

    /** Whether the server can send links by mail at all. */
    public boolean mails() {
        return links.isPresent() && servers.current().isPresent();
    }

    /**
     * Makes one; older ones of the same person are void.
     *
     * @param here where the server was reached by who asks
     * @throws SlipwayException {@code account-locked-out}, and {@code mail-unavailable} for {@link Way#MAIL}
     */
    public Made make(Caller by, Person person, Way way, URI here) {
        Optional<String> address =
                way == Way.SHOWN ? Optional.empty() : person.email().filter(email -> mails());
        if (way == Way.MAIL && address.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.MAIL_UNAVAILABLE,
                    "No mail can be sent to '" + person.name() + "'.",
                    person.email().isEmpty()
                            ? "The account has no mail address."
                            : "Set a mail server, and --public-url where the server is reached by another address.");
        }
        Instant ends = clock.instant().plus(LIFE);
        String id = UUID.randomUUID().toString();
        Optional<String> secret = address.isPresent() ? Optional.empty() : Optional.of(RandomText.next());
        store.run(handle -> {
            if (!lock(handle, person)) {
                throw SlipwayException.of(
                        ErrorCode.ACCOUNT_LOCKED_OUT,
                        "'" + person.name() + "' is locked out.",
                        "Let them in again first.");
            }
            voidAll(handle, person.id(), clock.millis());
            handle.createUpdate("INSERT INTO person_link (id, person, digest, made_at, ends_at)"
                            + " VALUES (:id, :person, :digest, :now, :ends)")
                    .bind("id", id)
                    .bind("person", person.id())
                    .bind("digest", secret.map(RandomText::digest))
                    .bind("now", clock.millis())
                    .bind("ends", ends.toEpochMilli())
                    .execute();
            address.ifPresent(to -> letters.write(handle, id, "", by.name(), to, letter(by, person, ends)));
            audit.append(
                    handle,
                    by.name(),
                    "setup-link-made",
                    "",
                    person.name(),
                    Map.of("ends", ends.toString(), "to", address.orElse("shown to who asked")));
        });
        return new Made(person, ends, address, secret.map(text -> link(links.orElse(here), text)));
    }

    /** Has what else concerns the person wait, and tells whether they may come in. */
    private static boolean lock(Handle handle, Person person) {
        return handle.createUpdate("UPDATE person SET active = active WHERE id = :id AND active")
                        .bind("id", person.id())
                        .execute()
                > 0;
    }

    static void voidAll(Handle handle, String person, long now) {
        handle.createUpdate("UPDATE person_link SET voided_at = :now WHERE person = :person AND used_at IS NULL"
                        + " AND voided_at IS NULL")
                .bind("now", now)
                .bind("person", person)
                .execute();
    }

    private static String link(URI server, String secret) {
        return server.resolve("/setup?secret=" + secret).toString();
    }

    private static Letters.Text letter(Caller by, Person person, Instant ends) {
        return new Letters.Text(
                "Slipway: choose your password",
                "Hello " + person.fullName() + ",\n\nyou have an account on Slipway and sign in as " + person.name()
                        + ". Choose your password here:\n\n" + PLACE
                        + "\n\nThe link works once, until " + DAY.format(ends.atZone(ZoneOffset.UTC))
                        + ". If there are several such mails, only the link of the newest is good."
                        + " Whoever has it can choose your password: pass it to nobody.\n\n"
                        + by.person().fullName() + " (" + by.name() + ") asked for it.\n",
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Optional<String> body(String letter, String text) {
        return store.write(handle -> {
            boolean ours = handle.createQuery("SELECT 1 FROM person_link WHERE id = :id")
                    .bind("id", letter)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (!ours) {
                return Optional.of(text);
            }
            String secret = RandomText.next();
            int good = handle.createUpdate("UPDATE person_link SET digest = :digest WHERE id = :id AND " + OPEN)
                    .bind("digest", RandomText.digest(secret))
                    .bind("id", letter)
                    .bind("now", clock.millis())
                    .execute();
            return links.filter(url -> good > 0).map(url -> text.replace(PLACE, link(url, secret)));
        });
    }

    /** Whose link it is; empty when it is good no more, or never was. */
    public Optional<Person> owner(String secret) {
        return store.read(handle -> owner(handle, secret));
    }

    private Optional<Person> owner(Handle handle, String secret) {
        return handle.createQuery("SELECT p.* FROM person_link l JOIN person p ON p.id = l.person"
                        + " WHERE l.digest = :digest AND p.active AND " + OPEN)
                .bind("digest", RandomText.digest(secret))
                .bind("now", clock.millis())
                .map((row, context) -> People.person(row))
                .findOne();
    }

    /** @throws SlipwayException {@code setup-link-used}, {@code request-invalid} for a password that will not do */
    public Person use(String secret, String password) {
        String hash = people.hash(owner(secret).orElseThrow(SetUp::used).name(), password);
        return store.write(handle -> {
            Person person = owner(handle, secret).filter(p -> lock(handle, p)).orElseThrow(SetUp::used);
            int used = handle.createUpdate("UPDATE person_link SET used_at = :now WHERE digest = :digest AND " + OPEN)
                    .bind("now", clock.millis())
                    .bind("digest", RandomText.digest(secret))
                    .execute();
            if (used == 0) {
                throw SetUp.used();
            }
            people.setHash(handle, SetUp.ACTOR, person, hash);
            return person;
        });
    }

    /** Everybody's, by the person's id. */
    public Map<String, Entry> entries() {
        return store.read(handle -> {
            Map<String, Entry> all = new HashMap<>();
            Set<String> open = handle.createQuery("SELECT person FROM person_link WHERE " + OPEN)
                    .bind("now", clock.millis())
                    .mapTo(String.class)
                    .collect(Collectors.toSet());
            Set<String> ever = handle.createQuery("SELECT person FROM person_link")
                    .mapTo(String.class)
                    .collect(Collectors.toSet());
            handle.createQuery("SELECT id, CASE WHEN password_hash IS NULL AND subject IS NULL THEN 0 ELSE 1 END"
                            + " AS ready FROM person")
                    .map((row, context) -> all.put(
                            row.getString("id"),
                            row.getInt("ready") > 0
                                    ? Entry.READY
                                    : entry(open.contains(row.getString("id")), ever.contains(row.getString("id")))))
                    .list();
            return all;
        });
    }

    private static Entry entry(boolean open, boolean ever) {
        if (open) {
            return Entry.LINK;
        }
        return ever ? Entry.ENDED : Entry.NONE;
    }
}
