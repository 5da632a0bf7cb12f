package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code mariadb-dump} would be refused at: a table or view that cannot be read, a view whose text is kept back, a
 * routine of somebody else.
 */
final class MariadbUnreadable {
    private static final int LONGEST_SECONDS = 30;
    /** {@code @} stands between the parts of an account's name, and either part may hold one. */
    private static final String ACCOUNT = "SELECT CONCAT('''', LEFT(CURRENT_USER(), LENGTH(CURRENT_USER())"
            + " - LOCATE('@', REVERSE(CURRENT_USER()))), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";

    private static final String TABLES = "SELECT t.table_name, t.table_type, v.view_definition = ''"
            + " FROM information_schema.tables t LEFT JOIN information_schema.views v"
            + " ON v.table_schema = t.table_schema AND v.table_name = t.table_name"
            + " WHERE t.table_schema = DATABASE() ORDER BY t.table_name";

    /** Its text is shown to its definer, and to who may look into the server's table of all routines. */
    private static final String ROUTINES = "SELECT LOWER(routine_type), routine_name FROM information_schema.routines"
            + " WHERE routine_schema = DATABASE() AND routine_definition IS NULL ORDER BY routine_name";

    private record Table(String name, boolean view, boolean kept) {}

    private MariadbUnreadable() {}

    static List<Unreadable> read(JdbcSession session) {
        String account = session.first(ACCOUNT, row -> row.getString(1)).orElseThrow();
        String database =
                session.first("SELECT DATABASE()", row -> row.getString(1)).orElseThrow();
        List<Unreadable> found = new ArrayList<>();
        for (Table table : session.query(
                TABLES, row -> new Table(row.getString(1), row.getString(2).equals("VIEW"), row.getBoolean(3)))) {
            look(session, database, table, account).ifPresent(found::add);
        }
        session.query(ROUTINES, row -> row.getString(1) + " " + database + "." + row.getString(2))
                .forEach(routine -> found.add(new Unreadable(routine, "GRANT SELECT ON mysql.proc TO " + account)));
        return found;
    }

    private static Optional<Unreadable> look(JdbcSession session, String database, Table table, String account) {
        String name = MariadbHistoryDialect.quoted(database) + "." + MariadbHistoryDialect.quoted(table.name());
        String what = (table.view() ? "view " : "table ") + database + "." + table.name();
        if (table.kept()) {
            return Optional.of(new Unreadable(what, "GRANT SHOW VIEW ON " + name + " TO " + account));
        }
        try {
            session.value("SELECT 1 FROM " + name + " LIMIT 0", LONGEST_SECONDS);
            return Optional.empty();
        } catch (SqlFailure e) {
            boolean right =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("denied");
            return Optional.of(new Unreadable(
                    what + (right ? "" : " (" + e.getMessage() + ")"),
                    right ? "GRANT SELECT ON " + name + " TO " + account : "mend it, or drop it"));
        }
    }
}
