package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.HistoryParts;
import io.slipway.database.provision.HistoryParts.Made;
import io.slipway.database.provision.HistoryParts.Part;
import io.slipway.release.history.TargetHistory;
import io.slipway.rollout.provision.Look;
import java.util.ArrayList;
import java.util.List;

/** What the tables {@code slipway_…} of a database consist of. */
final class MariadbHistoryParts {
    private MariadbHistoryParts() {}

    /** Looks at a history whose tables are all there. */
    static Look look(JdbcSession session, String database) {
        MariadbHistoryDialect tables = new MariadbHistoryDialect(database);
        List<Part> found = new ArrayList<>(session.query(
                """
                SELECT CONCAT('column ', table_name, '.', column_name), CONCAT_WS(' ', data_type,
                  character_maximum_length, IF(is_nullable = 'NO', 'not null', NULL),
                  CONCAT('default ', NULLIF(column_default, 'NULL')), NULLIF(extra, ''))
                FROM information_schema.columns WHERE table_schema = ? AND table_name LIKE 'slipway\\_%'
                UNION ALL
                SELECT CONCAT('index ', index_name, ' on ', table_name),
                  CONCAT(IF(MIN(non_unique) = 0, 'unique ', ''), GROUP_CONCAT(column_name ORDER BY seq_in_index))
                FROM information_schema.statistics WHERE table_schema = ? AND table_name LIKE 'slipway\\_%'
                GROUP BY index_name, table_name
                UNION ALL
                SELECT CONCAT('constraint ', constraint_name, ' on ', table_name), constraint_type
                FROM information_schema.table_constraints WHERE table_schema = ? AND table_name LIKE 'slipway\\_%'
                  AND constraint_type NOT IN ('PRIMARY KEY', 'UNIQUE')
                UNION ALL
                SELECT CONCAT('trigger ', trigger_name, ' on ', event_object_table), ''
                FROM information_schema.triggers
                WHERE event_object_schema = ? AND event_object_table LIKE 'slipway\\_%'
                UNION ALL
                SELECT CONCAT(IF(table_type = 'BASE TABLE', 'table ', 'view '), table_name),
                  COALESCE(CONCAT_WS(' ', engine, table_collation), '')
                FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE 'slipway\\_%'
                """,
                row -> new Part(row.getString(1), row.getString(2)), database, database, database, database, database));
        session.query(
                "SELECT id, version FROM " + tables.table("format"),
                row -> found.add(new Part(
                        row.getInt(1) == 1 ? "row of slipway_format" : "row " + row.getInt(1) + " of slipway_format",
                        row.getString(2))));
        return HistoryParts.compare(wished(), found, tables.create(), List.of());
    }

    private static List<Part> wished() {
        List<Part> parts = new ArrayList<>();
        columns(
                parts,
                "slipway_history",
                "id bigint not null auto_increment",
                "project varchar 190 not null",
                "event varchar 40 not null",
                "deployment varchar 190 not null",
                "change_id text 65535",
                "path text 65535",
                "kind varchar 40",
                "digest varchar 100",
                "version text 65535 not null",
                "artifact text 65535 not null",
                "statements int not null",
                "row_count bigint not null",
                "millis bigint not null",
                "happened_at datetime not null",
                "deployed_by text 65535 not null",
                "note longtext 4294967295 not null");
        columns(
                parts,
                "slipway_journal",
                "project varchar 100 not null",
                "deployment varchar 190 not null",
                "change_key varchar 600 not null",
                "direction varchar 20 not null",
                "statement int not null",
                "sql_digest varchar 100 not null",
                "state varchar 20 not null",
                "note longtext 4294967295",
                "writes int not null default 1");
        columns(
                parts,
                "slipway_lock",
                "project varchar 190 not null",
                "fence bigint not null",
                "holder text 65535 not null",
                "since datetime not null");
        columns(parts, "slipway_format", "id int not null", "version int not null");
        parts.add(new Part("index PRIMARY on slipway_history", "unique id"));
        parts.add(new Part("index project on slipway_history", "project,id"));
        parts.add(new Part("index PRIMARY on slipway_journal", "unique project,change_key,direction,statement"));
        parts.add(new Part("index PRIMARY on slipway_lock", "unique project"));
        parts.add(new Part("index PRIMARY on slipway_format", "unique id"));
        parts.add(new Part("row of slipway_format", String.valueOf(TargetHistory.FORMAT_VERSION), Made.WHEN_MISSING));
        return parts;
    }

    private static void columns(List<Part> parts, String table, String... columns) {
        parts.add(new Part("table " + table, "InnoDB utf8mb4_bin"));
        for (String column : columns) {
            int space = column.indexOf(' ');
            parts.add(new Part("column " + table + "." + column.substring(0, space), column.substring(space + 1)));
        }
    }
}
