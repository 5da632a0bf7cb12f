package io.slipway.release.rules;

import io.slipway.release.sql.Dialect;
import java.util.Set;

/**
 * Something that is known to go wrong, and how much it matters unless a project says otherwise. What it is about, with
 * examples, stands on its {@link RulePage}.
 *
 * @param id never changes its meaning
 * @param dialects where it is asked
 * @param looksAt what it needs to see
 */
public record Rule(String id, Topic topic, Severity severity, Set<Dialect> dialects, LooksAt looksAt) {
    static final Set<Dialect> POSTGRESQL = Set.of(Dialect.POSTGRESQL);
    static final Set<Dialect> MARIADB = Set.of(Dialect.MYSQL);
    static final Set<Dialect> SERVERS = Set.of(Dialect.POSTGRESQL, Dialect.MYSQL);
    static final Set<Dialect> ALL = Set.of(Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.SQLITE);

    /** What a rule is for. */
    public enum Topic {
        /** Others must wait while it runs. */
        LOCKS,
        /** The application that still runs is broken by it. */
        COMPATIBILITY,
        /** Rows are lost or wrong. */
        DATA,
        /** A type or a shape that is regretted later. */
        DESIGN,
        NAMING,
        SECURITY,
        /** Functions, procedures, triggers and views. */
        STORED_LOGIC,
        /** How a script goes through a release. */
        RELEASE,
        /** What a project wants for itself. */
        OWN
    }

    public enum LooksAt {
        TEXT,
        STATEMENT,
        /** What the proof saw. */
        PROOF
    }
}
