package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.changes;
import static io.slipway.release.rules.StatementRule.names;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that must be quoted for ever, are cut off, or were left to the database. */
final class NamingRules {
    /** NAMEDATALEN - 1. */
    private static final int LONGEST = 63;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** The words that PostgreSQL 18 takes for no table or column without quotes. */
    private static final Set<String> RESERVED_POSTGRESQL = words("""
            ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION BINARY BOTH CASE CAST CHECK COLLATE
            COLLATION COLUMN CONCURRENTLY CONSTRAINT CREATE CROSS CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE
            CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END
            EXCEPT FALSE FETCH FOR FOREIGN FREEZE FROM FULL GRANT GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO
            IS ISNULL JOIN LATERAL LEADING LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTNULL NULL OFFSET ON
            ONLY OR ORDER OUTER OVERLAPS PLACING PRIMARY REFERENCES RETURNING RIGHT SELECT SESSION_USER SIMILAR SOME
            SYMMETRIC SYSTEM_USER TABLE TABLESAMPLE THEN TO TRAILING TRUE UNION UNIQUE USER USING VARIADIC VERBOSE WHEN
            WHERE WINDOW WITH""");

    /** The words that MariaDB takes for no name without quotes. */
    private static final Set<String> RESERVED_MARIADB = words("""
            ADD ALL ALTER ANALYZE AND AS ASC BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY CALL CASCADE CASE CHANGE CHAR
            CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT CREATE CROSS CURRENT_DATE CURRENT_ROLE
            CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATABASES DEC DECIMAL DECLARE DEFAULT DELAYED
            DELETE DESC DESCRIBE DISTINCT DIV DOUBLE DROP DUAL EACH ELSE ELSEIF EXCEPT EXISTS EXIT EXPLAIN FALSE FETCH
            FLOAT FOR FORCE FOREIGN FROM FULLTEXT GRANT GROUP HAVING IF IGNORE IN INDEX INNER INOUT INSERT INT INTEGER
            INTERSECT INTERVAL INTO IS ITERATE JOIN KEY KEYS KILL LEADING LEAVE LEFT LIKE LIMIT LINES LOAD LOCALTIME
            LOCK LONG LOOP MATCH MOD NATURAL NOT NULL NUMERIC ON OPTIMIZE OPTION OR ORDER OUT OUTER OVER PARTITION
            PRECISION PRIMARY PROCEDURE PURGE RANGE READ REAL RECURSIVE REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE
            REQUIRE RESTRICT RETURN REVOKE RIGHT RLIKE ROWS SCHEMA SELECT SEPARATOR SET SHOW SIGNAL SMALLINT SPATIAL
            SQL SSL TABLE THEN TO TRAILING TRIGGER TRUE UNION UNIQUE UNLOCK UNSIGNED UPDATE USAGE USE USING VALUES
            VARCHAR VARYING WHEN WHERE WHILE WITH WRITE XOR""");

    private NamingRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule(
                        "name-mixed-case",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> names(s, name -> {
                            if (name.quoted() && !name.text().equals(name.text().toLowerCase(Locale.ROOT))) {
                                found.at(
                                        name.offset(),
                                        "Whoever says " + name.text() + " without quotes finds nothing.");
                            }
                        })),
                reserved(POSTGRESQL, "name-reserved", RESERVED_POSTGRESQL),
                reserved(MARIADB, "name-reserved-mariadb", RESERVED_MARIADB),
                rule(
                        "name-with-signs",
                        WARN,
                        SERVERS,
                        (s, scene, found) -> names(s, name -> {
                            if (name.quoted() && !PLAIN.matcher(name.text()).matches()) {
                                found.at(name.offset(), "'" + name.text() + "' must be quoted wherever it is said.");
                            }
                        })),
                rule(
                        "name-cut-off",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> names(s, name -> {
                            int length = name.text().getBytes(StandardCharsets.UTF_8).length;
                            if (length > LONGEST) {
                                found.at(
                                        name.offset(),
                                        "The name has " + length + " bytes; the server keeps the first " + LONGEST
                                                + " without an error.");
                            }
                        })),
                rule(
                        "constraint-unnamed",
                        NOTE,
                        SERVERS,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.ADD_CONSTRAINT,
                                (table, action) -> action.constraint()
                                        .filter(constraint -> constraint.name().isEmpty())
                                        .filter(constraint -> constraint.kind() != Constraint.Kind.PRIMARY_KEY)
                                        .ifPresent(
                                                constraint -> found.at(
                                                        constraint.offset(),
                                                        "The database makes up the name, which a rollback and the next change need.")))),
                rule("index-unnamed", NOTE, POSTGRESQL, (s, scene, found) -> {
                    if (s.read() instanceof Sql.CreateIndex index
                            && index.name().isEmpty()) {
                        found.at(0, "The database makes up the name, which a rollback and the next change need.");
                    }
                }));
    }

    private static StatementRule reserved(Set<Dialect> dialects, String id, Set<String> words) {
        return rule(
                id,
                WARN,
                dialects,
                (s, scene, found) -> names(s, name -> {
                    if (name.quoted() && words.contains(name.text().toUpperCase(Locale.ROOT))) {
                        found.at(
                                name.offset(),
                                name.text() + " is a word of SQL, and must be quoted wherever it is said.");
                    }
                }));
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.NAMING, severity, dialects, id, check);
    }
}
