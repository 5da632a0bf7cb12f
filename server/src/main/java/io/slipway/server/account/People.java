package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The people of this server and the roles they have. */
public final class People {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    /** What the audit log calls what the server did by itself. */
    private static final String SERVER = "slipway";

    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_FULL_NAME = 200;
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;
    private static final RowMapper<Person> PERSON = (row, context) -> person(row);
    private final Store store;
    private final AuditLog audit;
    private final PasswordEncoder passwords;
    private final Clock clock;

    public People(Store store, AuditLog audit, PasswordEncoder passwords, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** What an account is made of; {@code password} never leaves this package. */
    public record NewPerson(String name, String fullName, Optional<String> email, Optional<String> password) {
        @Override
        public String toString() {
            return name;
        }
    }

    public List<Person> all() {
        return store.read(handle -> handle.createQuery("SELECT * FROM person ORDER BY name")
                .map(PERSON)
                .list());
    }

    public Optional<Person> named(String name) {
        return store.read(handle -> handle.createQuery("SELECT * FROM person WHERE name = :name")
                .bind("name", normal(name))
                .map(PERSON)
                .findOne());
    }

    public boolean any() {
        return store.read(handle -> handle.createQuery("SELECT 1 FROM person")
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
    }

    public List<Grant> grants(String person) {
        return store.read(handle -> grants(handle, person));
    }

    /** Everybody's, by the person's id; who has none is not in it. */
    public Map<String, List<Grant>> grants() {
        Map<String, List<Grant>> all = new HashMap<>();
        store.read(handle -> handle.createQuery("SELECT person, role, project, environment FROM role_grant"
                        + " ORDER BY role, project, environment")
                .map((row, context) -> all.computeIfAbsent(row.getString("person"), id -> new ArrayList<>())
                        .add(new Grant(
                                Role.of(row.getString("role")),
                                row.getString("project"),
                                row.getString("environment"))))
                .list());
        return all;
    }

    static List<Grant> grants(Handle handle, String person) {
        return handle.createQuery("SELECT role, project, environment FROM role_grant WHERE person = :person"
                        + " ORDER BY role, project, environment")
                .bind("person", person)
                .map((row, context) -> new Grant(
                        Role.of(row.getString("role")), row.getString("project"), row.getString("environment")))
                .list();
    }

    /** @throws SlipwayException {@code request-invalid} for a bad name or password, {@code name-taken} */
    public Person add(String by, NewPerson wanted, List<Grant> grants) {
        return store.write(handle -> add(handle, by, wanted, grants));
    }

    /**
     * Who signs in by single sign-on; made on the first time, without any role. A name that somebody has already gets a
     * number: an account is never taken over because a name, or a mail address, is the same.
     *
     * @param subject issuer and subject, which the provider never gives to another
     * @throws SlipwayException {@code sign-in-refused} for somebody who was locked out
     */
    public Person known(String subject, NewPerson described) {
        return store.write(handle -> {
            Optional<Person> known = handle.createQuery("SELECT * FROM person WHERE subject = :subject")
                    .bind("subject", subject)
                    .map(PERSON)
                    .findOne();
            Person person = known.orElseGet(() -> {
                Person made = add(
                        handle,
                        "single sign-on",
                        new NewPerson(
                                free(handle, described.name()),
                                cut(described.fullName(), LONGEST_FULL_NAME),
                                described.email(),
                                Optional.empty()),
                        List.of());
                handle.createUpdate("UPDATE person SET subject = :subject WHERE id = :id")
                        .bind("subject", subject)
                        .bind("id", made.id())
                        .execute();
                return made;
            });
            if (!person.active()) {
                throw SlipwayException.of(
                        ErrorCode.SIGN_IN_REFUSED, "'" + person.name() + "' may not sign in any more.", "");
            }
            return person;
        });
    }

    /** The nearest name by our rules that nobody has. */
    private static String free(Handle handle, String wished) {
        String plain = normal(wished)
                .replaceFirst("@.*", "")
                .replaceAll("[^a-z0-9._-]", "-")
                .replaceFirst("^[._-]+", "");
        String name = cut(plain.isEmpty() ? "person" : plain, LONGEST_NAME - 5);
        String candidate = name;
        for (int i = 2; candidate.equals(SERVER) || taken(handle, candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }

    private static boolean taken(Handle handle, String name) {
        return handle.createQuery("SELECT 1 FROM person WHERE name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    Person add(Handle handle, String by, NewPerson wanted, List<Grant> grants) {
        Person person = checked(wanted);
        Optional<String> hash = wanted.password().map(p -> hash(person.name(), p));
        int added = handle.createUpdate("INSERT INTO person"
                        + " (id, name, full_name, email, password_hash, active, created_at)"
                        + " VALUES (:id, :name, :fullName, :email, :hash, :active, :now) ON CONFLICT DO NOTHING")
                .bind("id", person.id())
                .bind("name", person.name())
                .bind("fullName", person.fullName())
                .bind("email", person.email())
                .bind("hash", hash)
                .bind("active", true)
                .bind("now", clock.millis())
                .execute();
        if (added == 0) {
            throw SlipwayException.of(
                    ErrorCode.NAME_TAKEN, "There is a '" + person.name() + "' already.", "Choose another name.");
        }
        audit.append(handle, by, "person-added", "", person.name(), Map.of("fullName", person.fullName()));
        grants.forEach(grant -> grant(handle, by, person, grant));
        return person;
    }

    public void grant(String by, Person person, Grant grant) {
        store.run(handle -> grant(handle, by, person, grant));
    }

    /** In a transaction that is under way. */
    public void grant(Handle handle, String by, Person person, Grant grant) {
        int added = handle.createUpdate("INSERT INTO role_grant"
                        + " (person, role, project, environment, granted_by, granted_at)"
                        + " VALUES (:person, :role, :project, :environment, :by, :now) ON CONFLICT DO NOTHING")
                .bind("person", person.id())
                .bind("role", grant.role().text())
                .bind("project", grant.project())
                .bind("environment", grant.environment())
                .bind("by", by)
                .bind("now", clock.millis())
                .execute();
        if (added > 0) {
            audit.append(handle, by, "role-given", grant.project(), person.name(), detail(grant));
        }
    }

    /** @throws SlipwayException {@code last-administrator} */
    public void revoke(String by, Person person, Grant grant) {
        store.run(handle -> {
            int removed = handle.createUpdate("DELETE FROM role_grant WHERE person = :person AND role = :role"
                            + " AND project = :project AND environment = :environment")
                    .bind("person", person.id())
                    .bind("role", grant.role().text())
                    .bind("project", grant.project())
                    .bind("environment", grant.environment())
                    .execute();
            if (removed > 0) {
                requireAdministrator(handle);
                audit.append(handle, by, "role-taken", grant.project(), person.name(), detail(grant));
            }
        });
    }

    /**
     * Lets somebody in again, or not any more; their sessions, tokens and set-up links end at once.
     *
     * @throws SlipwayException {@code last-administrator}
     */
    public void activate(String by, Person person, boolean active) {
        store.run(handle -> activate(handle, by, person, active));
    }

    public void activate(Handle handle, String by, Person person, boolean active) {
        handle.createUpdate("UPDATE person SET active = :active WHERE id = :id")
                .bind("active", active)
                .bind("id", person.id())
                .execute();
        if (!active) {
            requireAdministrator(handle);
            handle.createUpdate("DELETE FROM session WHERE person = :id")
                    .bind("id", person.id())
                    .execute();
            SetUpLinks.voidAll(handle, person.id(), clock.millis());
        }
        audit.append(handle, by, active ? "person-activated" : "person-deactivated", "", person.name(), Map.of());
    }

    /** Whether the password is theirs. Takes as long for a name that nobody has. */
    public Optional<Person> verify(String name, String password) {
        Optional<Person> person = named(name).filter(Person::active);
        Optional<String> hash = person.flatMap(
                p -> store.read(handle -> handle.createQuery("SELECT password_hash FROM person WHERE id = :id")
                        .bind("id", p.id())
                        .mapTo(String.class)
                        .findOne()));
        if (hash.isEmpty() || password.length() > LONGEST_PASSWORD) {
            passwords.encode("the same work for a name that nobody has");
            return Optional.empty();
        }
        return person.filter(p -> passwords.matches(password, hash.get()));
    }

    /** @throws SlipwayException {@code request-invalid} */
    public void setPassword(String by, Person person, String password) {
        String hash = hash(person.name(), password);
        store.run(handle -> setHash(handle, by, person, hash));
    }

    /** @param hash of the password; their sessions end, and links to choose another */
    void setHash(Handle handle, String by, Person person, String hash) {
        handle.createUpdate("UPDATE person SET password_hash = :hash WHERE id = :id")
                .bind("hash", hash)
                .bind("id", person.id())
                .execute();
        handle.createUpdate("DELETE FROM session WHERE person = :id")
                .bind("id", person.id())
                .execute();
        SetUpLinks.voidAll(handle, person.id(), clock.millis());
        audit.append(handle, by, "password-set", "", person.name(), Map.of());
    }

    /** @param email empty for no mails; somebody else has checked that it is one */
    public void setEmail(Person person, Optional<String> email) {
        store.run(handle -> {
            handle.createUpdate("UPDATE person SET email = :email WHERE id = :id")
                    .bind("email", email)
                    .bind("id", person.id())
                    .execute();
            audit.append(
                    handle, person.name(), "mail-address-set", "", person.name(), Map.of("email", email.orElse("")));
        });
    }

    private static void requireAdministrator(Handle handle) {
        boolean left = handle.createQuery("SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person"
                        + " WHERE g.role = :role AND g.project = '' AND g.environment = '' AND p.active")
                .bind("role", Role.ADMINISTRATOR.text())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (!left) {
            throw SlipwayException.of(
                    ErrorCode.LAST_ADMINISTRATOR,
                    "Nobody would be left to look after this server.",
                    "Make somebody else an administrator first.");
        }
    }

    /** @throws SlipwayException {@code request-invalid} for a password that will not do */
    String hash(String name, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw invalid("A password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
        }
        if (password.toLowerCase(Locale.ROOT).contains(name)
                || password.chars().distinct().count() < 5) {
            throw invalid("That password is too easy to guess: it holds the name, or few different characters.");
        }
        return passwords.encode(password);
    }

    private static Person checked(NewPerson wanted) {
        String name = normal(wanted.name());
        if (name.equals(SERVER)) {
            throw invalid("The audit log calls the server itself '" + SERVER + "'.");
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid("A name has 1 to 63 letters a-z, digits, dots, hyphens and underscores,"
                    + " and begins with a letter or a digit.");
        }
        if (wanted.fullName().isBlank() || wanted.fullName().length() > LONGEST_FULL_NAME) {
            throw invalid("The full name is missing, or longer than 200 characters.");
        }
        return new Person(
                UUID.randomUUID().toString(),
                name,
                wanted.fullName().strip(),
                wanted.email().map(String::strip).filter(e -> !e.isEmpty()),
                true);
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }

    private static Map<String, String> detail(Grant grant) {
        return Map.of("role", grant.role().text(), "environment", grant.environment());
    }

    public static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getString("id"),
                row.getString("name"),
                row.getString("full_name"),
                Optional.ofNullable(row.getString("email")),
                row.getBoolean("active"));
    }
}
