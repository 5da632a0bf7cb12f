package io.slipway.release.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads off a statement's words how it must be run. It looks at the leading tokens only, and further just where the
 * telling word may come late ({@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}).
 *
 * <p>What PostgreSQL refuses inside a transaction was tried on version 15. Two things its words cannot say: whether
 * {@code REINDEX TABLE} or {@code CLUSTER} names a partitioned table, and whether a procedure or a {@code DO} block
 * commits.
 */
public final class StatementReader {
    /** MySQL puts {@code DEFINER = …} and the like before what is created; further away than this nothing does. */
    private static final int HEAD = 24;

    private static final Set<String> CHANGES_OBJECT = Set.of("CREATE", "ALTER", "DROP");

    private static final Set<String> OBJECTS = Set.of(
            "ACCESS",
            "AGGREGATE",
            "ALIAS",
            "ASSEMBLY",
            "CAST",
            "CLUSTER",
            "COLLATION",
            "CONSTRAINT",
            "CONVERSION",
            "DATABASE",
            "DEFAULT",
            "DIRECTORY",
            "DOMAIN",
            "EVENT",
            "EXTENSION",
            "FOREIGN",
            "FUNCTION",
            "GROUP",
            "INDEX",
            "LANGUAGE",
            "LARGE",
            "LIBRARY",
            "LOGIN",
            "MATERIALIZED",
            "OPERATOR",
            "PACKAGE",
            "POLICY",
            "PROCEDURE",
            "PROFILE",
            "PUBLICATION",
            "ROLE",
            "ROUTINE",
            "RULE",
            "SCHEMA",
            "SEQUENCE",
            "SERVER",
            "STATISTICS",
            "SUBSCRIPTION",
            "SYNONYM",
            "SYSTEM",
            "TABLE",
            "TABLESPACE",
            "TEXT",
            "TRANSFORM",
            "TRIGGER",
            "TYPE",
            "USER",
            "VIEW",
            "VIRTUAL");

    /** Objects named by two words. */
    private static final Set<String> LONG_OBJECTS = Set.of(
            "ACCESS METHOD",
            "DEFAULT PRIVILEGES",
            "EVENT TRIGGER",
            "FOREIGN DATA",
            "FOREIGN TABLE",
            "LARGE OBJECT",
            "MATERIALIZED VIEW",
            "OPERATOR CLASS",
            "OPERATOR FAMILY",
            "PACKAGE BODY",
            "TEXT SEARCH",
            "TYPE BODY",
            "USER MAPPING",
            "VIRTUAL TABLE");

    private static final Set<String> LONG_VERBS = Set.of(
            "BEGIN DISTRIBUTED",
            "BEGIN TRAN",
            "BEGIN TRANSACTION",
            "COMMIT PREPARED",
            "LOCK TABLE",
            "LOCK TABLES",
            "PREPARE TRANSACTION",
            "REFRESH MATERIALIZED",
            "ROLLBACK PREPARED",
            "SAVE TRAN",
            "SAVE TRANSACTION",
            "SET PASSWORD",
            "SET TRANSACTION",
            "START TRANSACTION",
            "UNLOCK TABLES");

    /** What SQLite refuses in a transaction, or, {@code foreign_keys}, ignores there without a word. */
    private static final Set<String> SQLITE_OUTSIDE_PRAGMAS =
            Set.of("JOURNAL_MODE", "FOREIGN_KEYS", "SYNCHRONOUS", "TEMP_STORE", "WAL_CHECKPOINT");

    /** Pragmas that the file doesn't keep. */
    private static final Set<String> SQLITE_SETTINGS = Set.of(
            "CASE_SENSITIVE_LIKE",
            "DEFER_FOREIGN_KEYS",
            "FOREIGN_KEYS",
            "IGNORE_CHECK_CONSTRAINTS",
            "LEGACY_ALTER_TABLE",
            "RECURSIVE_TRIGGERS",
            "SYNCHRONOUS",
            "TEMP_STORE");

    private static final Set<String> STAYS_IN_MYSQL_TRANSACTION = Set.of(
            "DELETE",
            "INSERT",
            "RELEASE",
            "REPLACE",
            "ROLLBACK",
            "SAVEPOINT",
            "SELECT",
            "SET",
            "UPDATE",
            "VALUES",
            "WITH");

    private final Dialect dialect;
    private final LeadingTokens tokens;
    private final String verb;

    private StatementReader(Dialect dialect, LeadingTokens tokens) {
        this.dialect = dialect;
        this.tokens = tokens;
        this.verb = verb(tokens);
    }

    /** @param sql one statement, as in {@link Piece#sql} */
    public static StatementTraits traits(Dialect dialect, String sql) {
        StatementReader reader = new StatementReader(dialect, new LeadingTokens(dialect, sql));
        return new StatementTraits(
                reader.verb,
                reader.outsideTransaction(),
                reader.transactionControl(),
                reader.mayCommit(),
                reader.settingOnly(),
                reader.copyFromStdin(),
                reader.createdIndex());
    }

    private static String verb(LeadingTokens tokens) {
        String first = tokens.at(0);
        if (!CHANGES_OBJECT.contains(first)) {
            String two = first + " " + tokens.at(1);
            return LONG_VERBS.contains(two) ? two.replace("MATERIALIZED", "MATERIALIZED VIEW") : first;
        }
        int object = tokens.find(1, HEAD, OBJECTS);
        if (object < 0) {
            return first;
        }
        String two = tokens.at(object) + " " + tokens.at(object + 1);
        return first + " " + (LONG_OBJECTS.contains(two) ? two : tokens.at(object));
    }

    private boolean outsideTransaction() {
        return switch (dialect) {
            case POSTGRESQL -> postgresOutside();
            case SQLITE -> sqliteOutside();
            case SQLSERVER ->
                switch (verb) {
                    case "CREATE DATABASE", "ALTER DATABASE", "DROP DATABASE", "BACKUP", "RESTORE", "RECONFIGURE" ->
                        true;
                    default -> false;
                };
            case MYSQL, ORACLE, DB2 -> false;
        };
    }

    private boolean postgresOutside() {
        return switch (verb) {
            case "CREATE DATABASE",
                    "DROP DATABASE",
                    "CREATE TABLESPACE",
                    "DROP TABLESPACE",
                    "VACUUM",
                    "ALTER SYSTEM",
                    "DROP SUBSCRIPTION",
                    "COMMIT PREPARED",
                    "ROLLBACK PREPARED" -> true;
            case "CREATE INDEX", "DROP INDEX" -> tokens.has(tokens.at(1).equals("UNIQUE") ? 3 : 2, "CONCURRENTLY");
            case "REINDEX" -> reindexOutside();
            case "CLUSTER" -> clustersAll();
            case "DISCARD" -> tokens.has(1, "ALL");
            case "ALTER DATABASE" -> has("SET", "TABLESPACE");
            case "ALTER TABLE" -> has("DETACH", "PARTITION") && has("CONCURRENTLY");
            case "CREATE SUBSCRIPTION" -> !(isOff("CREATE_SLOT") || isOff("CONNECT"));
            case "ALTER SUBSCRIPTION" ->
                has("REFRESH", "PUBLICATION")
                        || has("PUBLICATION") && !isOff("REFRESH")
                        || has("TWO_PHASE")
                        || has("FAILOVER");
            default -> false;
        };
    }

    private boolean reindexOutside() {
        int kind = tokens.behindParentheses(1);
        for (int i = 1; i < kind; i++) {
            if (tokens.has(i, "CONCURRENTLY") && !isFalse(tokens.at(i + 1))) {
                return true;
            }
        }
        return switch (tokens.at(kind)) {
            case "DATABASE", "SYSTEM", "SCHEMA" -> true;
            default -> tokens.has(kind + 1, "CONCURRENTLY");
        };
    }

    private boolean clustersAll() {
        int table = tokens.behindParentheses(tokens.has(1, "VERBOSE") ? 2 : 1);
        return tokens.at(table).isEmpty();
    }

    private boolean sqliteOutside() {
        if (verb.equals("PRAGMA")) {
            return SQLITE_OUTSIDE_PRAGMAS.contains(pragma());
        }
        return verb.equals("VACUUM") || verb.equals("ATTACH") || verb.equals("DETACH");
    }

    private String pragma() {
        return tokens.has(2, ".") ? tokens.at(3) : tokens.at(1);
    }

    private boolean transactionControl() {
        return switch (verb) {
            case "COMMIT", "ROLLBACK", "SAVEPOINT", "SET TRANSACTION", "START TRANSACTION" -> true;
            case "RELEASE" -> dialect != Dialect.SQLSERVER;
            case "BEGIN" ->
                switch (dialect) {
                    case POSTGRESQL, SQLITE -> true;
                    case MYSQL -> !tokens.has(1, "NOT", "ATOMIC");
                    // a block of procedural code
                    case ORACLE, SQLSERVER, DB2 -> false;
                };
            case "BEGIN TRANSACTION" -> dialect != Dialect.MYSQL && dialect != Dialect.ORACLE;
            case "BEGIN TRAN", "BEGIN DISTRIBUTED", "SAVE TRAN", "SAVE TRANSACTION" -> dialect == Dialect.SQLSERVER;
            case "END" -> dialect == Dialect.POSTGRESQL || dialect == Dialect.SQLITE;
            case "ABORT", "PREPARE TRANSACTION", "COMMIT PREPARED", "ROLLBACK PREPARED" ->
                dialect == Dialect.POSTGRESQL;
            case "XA" -> dialect == Dialect.MYSQL;
            case "SET" ->
                dialect == Dialect.MYSQL && setsAutocommit()
                        || dialect == Dialect.SQLSERVER && tokens.has(1, "IMPLICIT_TRANSACTIONS");
            default -> false;
        };
    }

    /** MySQL commits before most statements; those that are known not to are named. */
    private boolean mayCommit() {
        return dialect == Dialect.MYSQL
                ? !STAYS_IN_MYSQL_TRANSACTION.contains(verb) || setsAutocommit()
                : verb.equals("COMMIT") || verb.equals("END") && transactionControl();
    }

    private boolean settingOnly() {
        return switch (verb) {
            case "SET", "RESET" ->
                !transactionControl() && tokens.find(1, 2, Set.of("GLOBAL", "PERSIST", "PERSIST_ONLY")) < 0;
            case "USE", "LOCK TABLE", "LOCK TABLES", "UNLOCK TABLES" -> dialect == Dialect.MYSQL;
            case "PRAGMA" -> dialect == Dialect.SQLITE && SQLITE_SETTINGS.contains(pragma());
            default -> false;
        };
    }

    private Optional<String> createdIndex() {
        if (dialect != Dialect.POSTGRESQL || !verb.equals("CREATE INDEX") || !outsideTransaction()) {
            return Optional.empty();
        }
        int name = tokens.at(1).equals("UNIQUE") ? 4 : 3;
        String token = tokens.at(tokens.has(name, "IF", "NOT", "EXISTS") ? name + 3 : name);
        if (token.equals("ON")) {
            return Optional.empty();
        }
        return Optional.of(
                token.startsWith("\"")
                        ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
                        : token.toLowerCase(Locale.ROOT));
    }

    private boolean setsAutocommit() {
        int depth = 0;
        for (int i = 1; !tokens.at(i).isEmpty(); i++) {
            switch (tokens.at(i)) {
                case "(" -> depth++;
                case ")" -> depth--;
                case "AUTOCOMMIT", "`autocommit`" -> {
                    if (depth == 0 && (tokens.has(i + 1, "=") || tokens.has(i + 1, ":", "=")) && !isGlobal(i)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** {@code GLOBAL autocommit} or {@code @@global.autocommit}: for sessions to come, not for this one. */
    private boolean isGlobal(int autocommit) {
        return tokens.has(autocommit - 1, "GLOBAL") || autocommit > 1 && tokens.has(autocommit - 2, "GLOBAL", ".");
    }

    private boolean copyFromStdin() {
        if (dialect != Dialect.POSTGRESQL || !verb.equals("COPY")) {
            return false;
        }
        int depth = 0;
        for (int i = 1; !tokens.at(i).isEmpty(); i++) {
            if (tokens.has(i, "(")) {
                depth++;
            } else if (tokens.has(i, ")")) {
                depth--;
            } else if (depth == 0 && (tokens.has(i, "FROM", "STDIN") || tokens.has(i, "FROM", "STDOUT"))) {
                return true;
            }
        }
        return false;
    }

    /** Do these tokens stand anywhere in the statement? */
    private boolean has(String... expected) {
        for (int i = 1; !tokens.at(i).isEmpty(); i++) {
            if (tokens.has(i, expected)) {
                return true;
            }
        }
        return false;
    }

    /** Is this option given as {@code option = false}, in any spelling of it? */
    private boolean isOff(String option) {
        for (int i = 1; !tokens.at(i).isEmpty(); i++) {
            if (tokens.has(i, option, "=") && isFalse(tokens.at(i + 2))) {
                return true;
            }
        }
        return false;
    }

    static boolean isFalse(String value) {
        return switch (value.replace("'", "").toUpperCase(Locale.ROOT)) {
            case "FALSE", "OFF", "0", "NO" -> true;
            default -> false;
        };
    }
}
