package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.rollout.provision.Look;
import java.util.List;
import java.util.Optional;

/**
 * Which users and roles of a MariaDB server are ours. Databases carry a comment; users cannot, so a table of ours names
 * them. The row is written before the user is made: between the two lies only what the next run does again.
 */
final class MariadbMarks {
    static final int HISTORY_TABLES = 4;
    static final String DATABASE = "slipway_rollout";
    private static final String TABLE = DATABASE + ".made";
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

    /** A database's comment; empty when there is no such database. */
    static Optional<String> database(JdbcSession server, String name) {
        return server.first(
                "SELECT schema_comment FROM information_schema.schemata WHERE schema_name = ?",
                row -> String.valueOf(row.getString(1)),
                name);
    }
}
