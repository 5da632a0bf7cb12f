package io.slipway.database.mariadb;

import static io.slipway.database.mariadb.MariadbHistoryDialect.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.List;
import java.util.Optional;

/** Takes away what we made on a MariaDB server: marked as ours, and empty. */
final class MariadbUndo {
    private final String team;
    private final DatabaseWish wish;
    private final MariadbPlace place;
    private final MariadbMarks marks;

    MariadbUndo(String team, DatabaseWish wish, MariadbPlace place) {
        this.team = team;
        this.wish = wish;
        this.place = place;
        this.marks = new MariadbMarks(team, place);
    }

    String account(String kind, String name) {
        try (JdbcSession server = place.server()) {
            if (!marks.isOurs(server, kind, name)) {
                return "the " + kind + " " + name + " is not named as ours";
            }
            String dropped = attempt(
                    server,
                    kind.equals("role")
                            ? "DROP ROLE IF EXISTS " + quoted(name)
                            : "DROP USER IF EXISTS " + MariadbRights.user(name));
            return dropped.isEmpty() ? attempt(server, marks.unmark(kind, name)) : dropped;
        }
    }

    String database() {
        if (wish.existing()) {
            return "it was there before";
        }
        try (JdbcSession server = place.server()) {
            if (!MariadbMarks.database(server, wish.database()).equals(Optional.of(MariadbPlace.mark(team)))) {
                return "the database " + wish.database() + " is not marked as ours";
            }
            List<String> held = held(server);
            return held.isEmpty() ? attempt(server, "DROP DATABASE " + quoted(wish.database())) : holds(held);
        }
    }

    String grants() {
        try (JdbcSession server = place.server()) {
            List<String> held = wish.existing() ? List.of() : held(server);
            if (!held.isEmpty()) {
                return holds(held);
            }
            return String.join(
                    "; ",
                    MariadbRights.wished(wish).stream()
                            .map(right -> attempt(server, right.take()))
                            .filter(words -> !words.isEmpty())
                            .toList());
        }
    }

    String history() {
        MariadbHistoryDialect tables = new MariadbHistoryDialect(wish.database());
        try (JdbcSession session = place.deploy()) {
            int entries = session.first("SELECT COUNT(*) FROM " + tables.table("history"), row -> row.getInt(1))
                    .orElse(0);
            if (entries > 0) {
                return "the history holds " + entries + " entries, and history is only ever added to";
            }
            StringBuilder refused = new StringBuilder();
            for (String table : List.of("journal", "history", "lock", "format")) {
                refused.append(attempt(session, "DROP TABLE " + tables.table(table)));
            }
            return refused.toString();
        } catch (SlipwayException e) {
            return e.getMessage();
        }
    }

    private List<String> held(JdbcSession server) {
        return server.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1",
                row -> row.getString(1),
                wish.database());
    }

    private String holds(List<String> held) {
        return "the database " + wish.database() + " holds " + held.get(0)
                + (held.size() > 1 ? " and " + (held.size() - 1) + " more" : "");
    }

    private static String attempt(JdbcSession session, String sql) {
        try {
            session.command(sql);
            return "";
        } catch (SqlFailure e) {
            return e.getMessage().lines().findFirst().orElse("").strip();
        }
    }
}
