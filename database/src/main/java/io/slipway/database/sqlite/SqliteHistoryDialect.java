package io.slipway.database.sqlite;

import io.slipway.database.HistoryDialect;
import io.slipway.release.history.TargetHistory;
import java.util.List;

/** Slipway's tables in a SQLite file. Times are microseconds since 1970, as SQLite has no type for them. */
final class SqliteHistoryDialect implements HistoryDialect {

    /** With the schema: a script may have made a temporary table of the same name. */
    @Override
    public String table(String name) {
        return "main.slipway_" + name;
    }

    @Override
    public String existing() {
        return "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table'"
                + " AND name IN ('slipway_history', 'slipway_journal', 'slipway_lock', 'slipway_format')";
    }

    @Override
    public List<String> create() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + table("format") + " (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)",
                "CREATE TABLE IF NOT EXISTS " + table("lock")
                        + " (project TEXT NOT NULL PRIMARY KEY, fence INTEGER NOT NULL, holder TEXT NOT NULL,"
                        + " since INTEGER NOT NULL)",
                "CREATE TABLE IF NOT EXISTS " + table("history")
                        + " (id INTEGER PRIMARY KEY, project TEXT NOT NULL, event TEXT NOT NULL,"
                        + " deployment TEXT NOT NULL, change_id TEXT, path TEXT, kind TEXT, digest TEXT,"
                        + " version TEXT NOT NULL, artifact TEXT NOT NULL, statements INTEGER NOT NULL,"
                        + " row_count INTEGER NOT NULL, millis INTEGER NOT NULL, happened_at INTEGER NOT NULL,"
                        + " deployed_by TEXT NOT NULL, note TEXT NOT NULL)",
                "CREATE INDEX IF NOT EXISTS main.slipway_history_by_project ON slipway_history (project, id)",
                "CREATE TABLE IF NOT EXISTS " + table("journal")
                        + " (project TEXT NOT NULL, deployment TEXT NOT NULL, change_key TEXT NOT NULL,"
                        + " direction TEXT NOT NULL, statement INTEGER NOT NULL, sql_digest TEXT NOT NULL,"
                        + " state TEXT NOT NULL, note TEXT,"
                        + " PRIMARY KEY (project, change_key, direction, statement))",
                "INSERT OR IGNORE INTO " + table("format") + " (id, version) VALUES (1, " + TargetHistory.FORMAT_VERSION
                        + ")");
    }

    /** One writer at a time is SQLite's own rule. */
    @Override
    public String share() {
        return "";
    }

    @Override
    public String overwriteJournal() {
        return " ON CONFLICT (project, change_key, direction, statement) DO UPDATE SET"
                + " deployment = excluded.deployment, sql_digest = excluded.sql_digest, state = excluded.state,"
                + " note = excluded.note";
    }

    @Override
    public String toTime(String parameter) {
        return parameter;
    }

    @Override
    public String fromTime(String column) {
        return column;
    }
}
