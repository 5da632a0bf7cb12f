package io.slipway.database.mariadb;

import io.slipway.database.HistoryDialect;
import io.slipway.release.history.TargetHistory;
import java.util.List;

/** Slipway's tables in one database of a MariaDB or MySQL server, by full name: a script may have changed over. */
final class MariadbHistoryDialect implements HistoryDialect {
    private static final String EPOCH = "TIMESTAMP '1970-01-01 00:00:00'";
    private static final String OPTIONS =
            " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

    private final String database;

    MariadbHistoryDialect(String database) {
        this.database = database;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Override
    public String table(String name) {
        return quoted(database) + ".slipway_" + name;
    }

    @Override
    public String existing() {
        return "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '" + database.replace("'", "''")
                + "' AND table_name IN ('slipway_history', 'slipway_journal', 'slipway_lock', 'slipway_format')";
    }

    @Override
    public List<String> create() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + table("format") + " (id int NOT NULL PRIMARY KEY, version int NOT NULL)"
                        + OPTIONS,
                "CREATE TABLE IF NOT EXISTS " + table("lock")
                        + " (project varchar(190) NOT NULL PRIMARY KEY, fence bigint NOT NULL,"
                        + " holder text NOT NULL, since datetime(6) NOT NULL)" + OPTIONS,
                "CREATE TABLE IF NOT EXISTS " + table("history")
                        + " (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, project varchar(190) NOT NULL,"
                        + " event varchar(40) NOT NULL, deployment varchar(190) NOT NULL, change_id text, path text,"
                        + " kind varchar(40), digest varchar(100), version text NOT NULL, artifact text NOT NULL,"
                        + " statements int NOT NULL, row_count bigint NOT NULL, millis bigint NOT NULL,"
                        + " happened_at datetime(6) NOT NULL, deployed_by text NOT NULL, note longtext NOT NULL,"
                        + " KEY project (project, id))" + OPTIONS,
                // An overwritten row counts as changed even when it said the same before: that is what writes is for.
                "CREATE TABLE IF NOT EXISTS " + table("journal")
                        + " (project varchar(100) NOT NULL, deployment varchar(190) NOT NULL,"
                        + " change_key varchar(600) NOT NULL, direction varchar(20) NOT NULL, statement int NOT NULL,"
                        + " sql_digest varchar(100) NOT NULL, state varchar(20) NOT NULL, note longtext,"
                        + " writes int NOT NULL DEFAULT 1,"
                        + " PRIMARY KEY (project, change_key, direction, statement))" + OPTIONS,
                "INSERT IGNORE INTO " + table("format") + " (id, version) VALUES (1, " + TargetHistory.FORMAT_VERSION
                        + ")");
    }

    @Override
    public String share() {
        return " LOCK IN SHARE MODE";
    }

    @Override
    public String overwriteJournal() {
        return " ON DUPLICATE KEY UPDATE deployment = VALUES(deployment), sql_digest = VALUES(sql_digest),"
                + " state = VALUES(state), note = VALUES(note), writes = writes + 1";
    }

    @Override
    public String toTime(String parameter) {
        return "TIMESTAMPADD(MICROSECOND, " + parameter + ", " + EPOCH + ")";
    }

    @Override
    public String fromTime(String column) {
        return "TIMESTAMPDIFF(MICROSECOND, " + EPOCH + ", " + column + ")";
    }
}
