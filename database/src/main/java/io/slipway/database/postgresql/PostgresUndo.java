package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresSteps.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.List;
import java.util.Optional;

/** Takes away what we made on a PostgreSQL server: marked as ours, and empty. */
final class PostgresUndo {
    private final String mark;
    private final DatabaseWish wish;
    private final PostgresPlace place;

    PostgresUndo(String mark, DatabaseWish wish, PostgresPlace place) {
        this.mark = mark;
        this.wish = wish;
        this.place = place;
    }

    String role(String name) {
        try (JdbcSession server = place.server()) {
            return attempt(server, "DROP ROLE " + quoted(name));
        }
    }

    String database() {
        try (JdbcSession server = place.server()) {
            Optional<PostgresLook.Owned> there = PostgresLook.database(server, wish.database());
            if (there.isEmpty() || !there.get().comment().equals(Optional.of(mark))) {
                return "the database " + wish.database() + " is not marked as ours";
            }
        }
        Optional<JdbcSession> session = place.database();
        if (session.isPresent()) {
            try (JdbcSession open = session.get()) {
                List<String> held = held(open);
                if (!held.isEmpty()) {
                    return holds(held);
                }
            }
        }
        try (JdbcSession server = place.server()) {
            return attempt(server, "DROP DATABASE " + quoted(wish.database()));
        }
    }

    /** A schema that holds anything stays: that is what PostgreSQL does unless told to cascade. */
    String schema(String name) {
        return place.database()
                .map(session -> {
                    try (session) {
                        return attempt(session, "DROP SCHEMA " + quoted(name));
                    }
                })
                .orElse("");
    }

    String grants() {
        Optional<JdbcSession> session = place.database();
        if (session.isEmpty()) {
            return "";
        }
        try (JdbcSession open = session.get()) {
            List<String> held = wish.existing() ? List.of() : held(open);
            if (!held.isEmpty()) {
                return holds(held);
            }
            List<String> refused = PostgresRights.wished(wish).stream()
                    .map(right -> attempt(open, right.take()))
                    .filter(words -> !words.isEmpty())
                    .toList();
            return String.join("; ", refused);
        }
    }

    private String holds(List<String> held) {
        return "the database " + wish.database() + " holds " + held.get(0)
                + (held.size() > 1 ? " and " + (held.size() - 1) + " more" : "");
    }

    private static List<String> held(JdbcSession session) {
        return PostgresPlace.strings(
                session,
                "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                        + " AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1");
    }

    String history() {
        try (JdbcSession session = place.deploy()) {
            int entries = session.first("SELECT count(*) FROM slipway.history", row -> row.getInt(1))
                    .orElse(0);
            return entries > 0
                    ? "the history holds " + entries + " entries, and history is only ever added to"
                    : attempt(session, "DROP SCHEMA slipway CASCADE");
        } catch (SlipwayException e) {
            return e.getMessage();
        }
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
