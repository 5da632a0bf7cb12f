package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.rollout.provision.Look;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which users and roles of a MariaDB server are ours. Databases carry a comment; users cannot, so a table of ours names
 * them. The row is written before the user is made: between the two lies only what the next run does again.
 */
final class MariadbMarks {
    /** Of every database that we make. */
    static final String CHARACTERS = "utf8mb4";

    static final int HISTORY_TABLES = 4;
    static final String DATABASE = "slipway_rollout";
    private static final String TABLE = DATABASE + ".made";
    /** In the catalogue's words and in those of SQL. */
    private static final Map<String, String> LIMITS = new TreeMap<>(Map.of(
            "max_questions", "MAX_QUERIES_PER_HOUR",
            "max_updates", "MAX_UPDATES_PER_HOUR",
            "max_connections", "MAX_CONNECTIONS_PER_HOUR",
            "max_user_connections", "MAX_USER_CONNECTIONS",
            "max_statement_time", "MAX_STATEMENT_TIME"));

    private final String team;
    private final MariadbPlace place;

    MariadbMarks(String team, MariadbPlace place) {
        this.team = team;
        this.place = place;
    }

    /** Statements that name an account as ours; to be run before it is made. */
    List<String> mark(String kind, String name) {
        return List.of(
                "CREATE DATABASE IF NOT EXISTS " + DATABASE
                        + " CHARACTER SET utf8mb4 COMMENT 'Which users and roles slipway rollout made'",
                "CREATE TABLE IF NOT EXISTS " + TABLE
                        + " (kind varchar(10) NOT NULL, name varchar(128) NOT NULL, team varchar(64) NOT NULL,"
                        + " PRIMARY KEY (kind, name)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
                "INSERT IGNORE INTO " + TABLE + " (kind, name, team) VALUES ('" + kind + "', '" + name + "', '" + team
                        + "')");
    }

    String unmark(String kind, String name) {
        return "DELETE FROM " + TABLE + " WHERE kind = '" + kind + "' AND name = '" + name + "' AND team = '" + team
                + "'";
    }

    boolean isOurs(JdbcSession server, String kind, String name) {
        return database(server, DATABASE).isPresent()
                && server.first(
                                "SELECT 1 FROM " + TABLE + " WHERE kind = ? AND name = ? AND team = ?",
                                row -> 1,
                                kind,
                                name,
                                team)
                        .isPresent();
    }

    Look look(String kind, String name) {
        try (JdbcSession server = place.server()) {
            boolean there = server.first(
                            "SELECT 1 FROM mysql.user WHERE user = ? AND is_role = ?",
                            row -> 1,
                            name,
                            kind.equals("role") ? "Y" : "N")
                    .isPresent();
            if (!there) {
                return new Look.Absent();
            }
            if (!isOurs(server, kind, name)) {
                return new Look.Foreign(
                        "The " + kind + " " + name + " is there, and was not made for this team.",
                        "Name another in the rollout file.");
            }
            return new Look.AsWished();
        }
    }

    /** Accounts without a name, which the server prefers over a user from anywhere. */
    List<String> nameless() {
        try (JdbcSession server = place.server()) {
            return server.query(
                    "SELECT CONCAT('''''@''', host, '''') FROM mysql.user WHERE user = '' ORDER BY host",
                    row -> row.getString(1));
        }
    }

    /** Other accounts of a user's name, which the server prefers over the one from anywhere. */
    List<String> namesakes(String name) {
        try (JdbcSession server = place.server()) {
            return server.query(
                    "SELECT CONCAT('''', user, '''@''', host, '''') FROM mysql.user"
                            + " WHERE user = ? AND host <> '%' AND is_role = 'N' ORDER BY host",
                    row -> row.getString(1), name);
        }
    }

    /**
     * What keeps a user from its work, whatever its password.
     *
     * @return what it is, with the end of an {@code ALTER USER} that takes it away
     */
    Map<String, String> limits(String name) {
        Map<String, String> limits = new LinkedHashMap<>();
        if (List.of("1", "true").contains(setting(name, "account_locked"))) {
            limits.put("it is locked", "ACCOUNT UNLOCK");
        }
        LIMITS.forEach((key, option) -> {
            String value = setting(name, key);
            if (!value.equals("0")) {
                limits.put("its " + option + " is " + value, "WITH " + option + " 0");
            }
        });
        return limits;
    }

    /** What it asks of a connection, as {@link #limits}; to be asked only when it does not get in. */
    Map<String, String> transport(String name) {
        return setting(name, "ssl_type").equals("0") ? Map.of() : Map.of("it must come over TLS", "REQUIRE NONE");
    }

    /** Whether it must be given another password before it may do anything. */
    boolean expired(String name) {
        return setting(name, "password_last_changed", "never").equals("0");
    }

    /** @return {@code 0} for one that was never set */
    private String setting(String name, String key) {
        return setting(name, key, "0");
    }

    private String setting(String name, String key, String otherwise) {
        try (JdbcSession server = place.server()) {
            return server.first(
                            "SELECT COALESCE(JSON_VALUE(priv, '$." + key + "'), ?) FROM mysql.global_priv"
                                    + " WHERE user = ? AND host = '%'",
                            row -> row.getString(1),
                            otherwise,
                            name)
                    .orElse(otherwise);
        }
    }

    /** A database's comment; empty when there is no such database. */
    /**
     * What is not as in a database that we make: its default characters, or a collation that no server takes by itself
     * for those. Which one it takes is its version's and its administrators' business.
     */
    static Optional<String> otherText(JdbcSession server, String database) {
        return server.first(
                "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata"
                        + " WHERE schema_name = ? AND (default_character_set_name <> '" + CHARACTERS
                        + "' OR default_collation_name NOT IN ('utf8mb4_general_ci', 'utf8mb4_unicode_ci',"
                        + " 'utf8mb4_uca1400_ai_ci', 'utf8mb4_0900_ai_ci')"
                        + " AND default_collation_name <> @@collation_server AND default_collation_name NOT IN"
                        + " (SELECT collation_name FROM information_schema.collations"
                        + " WHERE character_set_name = '" + CHARACTERS + "' AND is_default = 'Yes'))",
                row -> "its default characters are " + row.getString(1) + ", collated by " + row.getString(2),
                database);
    }

    static Optional<String> database(JdbcSession server, String name) {
        return server.first(
                "SELECT schema_comment FROM information_schema.schemata WHERE schema_name = ?",
                row -> String.valueOf(row.getString(1)),
                name);
    }
}
