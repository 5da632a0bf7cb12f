package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One step of a pipeline.
 *
 * @param isProtected takes only signed artifacts, and only approved
 * @param parameters values for scripts that declare parameters
 * @param contexts contexts that hold here, used when a deployment names none
 * @param timeouts how long statements may wait and run here
 * @param databases the databases it has, when they are many
 * @param database the one of them that is meant; nothing is ever run on an environment of many that names none
 */
public record Environment(
        String name,
        String url,
        String user,
        Optional<SecretReference> password,
        Optional<String> schema,
        boolean isProtected,
        Map<String, String> parameters,
        List<String> contexts,
        Timeouts timeouts,
        Optional<Databases> databases,
        Optional<String> database) {

    /** What stands between an environment's name and that of one of its databases. */
    static final char AT = '/';

    private static final int SHOWN = 10;

    /** One that is one database. */
    public Environment(
            String name,
            String url,
            String user,
            Optional<SecretReference> password,
            Optional<String> schema,
            boolean isProtected,
            Map<String, String> parameters,
            List<String> contexts,
            Timeouts timeouts) {
        this(
                name,
                url,
                user,
                password,
                schema,
                isProtected,
                parameters,
                contexts,
                timeouts,
                Optional.empty(),
                Optional.empty());
    }

    /** Many databases are meant, so that it must be said which one before anything can be done there. */
    public boolean isMany() {
        return databases.isPresent() && database.isEmpty();
    }

    /** As people name it: {@code prod}, or {@code prod/acme} for one database of many. */
    public String shown() {
        return database.map(one -> name + AT + one).orElse(name);
    }

    /** Every database of it as an environment of one; of one that is one already, itself. */
    public Stream<Environment> each() {
        return isMany() ? databases.orElseThrow().names().stream().map(this::on) : Stream.of(this);
    }

    /**
     * One of its databases, everything else being the same.
     *
     * @throws SlipwayException {@code database-unknown}
     */
    public Environment at(String wanted) {
        if (databases.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.DATABASE_UNKNOWN,
                    "'" + name + "' is one database, so there is no '" + wanted + "' in it.",
                    "Name it as '" + name + "'.");
        }
        List<String> names = databases.get().names();
        if (!names.contains(wanted)) {
            throw SlipwayException.of(
                    ErrorCode.DATABASE_UNKNOWN,
                    "'" + name + "' has no database '" + wanted + "'.",
                    "It has " + names.size() + ": "
                            + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                            + (names.size() > SHOWN ? " and so on" : "") + ".");
        }
        return on(wanted);
    }

    private Environment on(String one) {
        return new Environment(
                name,
                url.replace(Databases.PLACEHOLDER, one),
                user.replace(Databases.PLACEHOLDER, one),
                password,
                schema.map(text -> text.replace(Databases.PLACEHOLDER, one)),
                isProtected,
                parameters,
                contexts,
                timeouts,
                databases,
                Optional.of(one));
    }

    /**
     * The same with some of its databases, in its own order.
     *
     * @throws SlipwayException {@code database-unknown}
     */
    public Environment only(Collection<String> wanted) {
        wanted.forEach(this::at);
        Databases some = databases.orElseThrow();
        return new Environment(
                name,
                url,
                user,
                password,
                schema,
                isProtected,
                parameters,
                contexts,
                timeouts,
                Optional.of(new Databases(
                        some.names().stream()
                                .filter(Set.copyOf(wanted)::contains)
                                .toList(),
                        some.waves())),
                database);
    }

    /** @throws SlipwayException {@code database-not-named} where many databases are meant */
    public void checkOne() {
        if (isMany()) {
            List<String> names = databases.orElseThrow().names();
            throw SlipwayException.of(
                    ErrorCode.DATABASE_NOT_NAMED,
                    "'" + name + "' has " + names.size() + (names.size() == 1 ? " database" : " databases")
                            + ", and this is for one at a time.",
                    "Say which: '" + name + AT + names.get(0) + "' instead of '" + name + "'.");
        }
    }
}
