package io.slipway.database.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/** What event triggers of ours wrote down: the objects that DDL has touched. */
final class TouchLog {
    private final Connection connection;
    private final CatalogueSql sql;

    TouchLog(Connection connection, CatalogueSql sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /**
     * One object, as a row of a system catalogue.
     *
     * @param catalogue 0 when the server does not say which object it was
     * @param tag the command, such as {@code ALTER TABLE}
     * @param kind the server's word for it, such as {@code table column}
     */
    record Touched(long id, long catalogue, long oid, String tag, String kind, boolean dropped) {}

    /**
     * @param roles changes when a role is made, dropped or renamed
     * @param eventTriggers changes when one of them does
     * @param complete whether nothing can have escaped the log
     * @param prepared names of our prepared statements that the session still has
     * @param oldest lowest transaction that may yet write
     * @param newest id of the last row; 0 without any
     */
    record Status(
            String roles, String eventTriggers, boolean complete, Set<String> prepared, long oldest, long newest) {}

    /** @return whether this session may install it */
    static boolean allowed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_catalog.current_setting('is_superuser') = 'on'"
                        + " and not pg_catalog.pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Whether a superuser installed it here, so that this session can read it. */
    static boolean installed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) = 2 from pg_catalog.pg_event_trigger g"
                        + " join pg_catalog.pg_roles r on r.oid = g.evtowner"
                        + " where g.evtname in ('slipway_made', 'slipway_dropped') and g.evtenabled = 'A'"
                        + " and r.rolsuper")) {
            return row.next() && row.getBoolean(1);
        }
    }

    void install() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.resource("install"));
        }
    }

    Status status() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.resource("status"))) {
            row.next();
            return new Status(
                    Objects.requireNonNullElse(row.getString("roles"), ""),
                    Objects.requireNonNullElse(row.getString("event_triggers"), ""),
                    row.getBoolean("complete"),
                    Set.of(Objects.requireNonNullElse(row.getString("prepared"), "")
                            .split(",")),
                    row.getLong("oldest"),
                    row.getLong("newest"));
        }
    }

    /** Rows from the given one on, in order. */
    List<Touched> from(long id) throws SQLException {
        List<Touched> touched = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, classid, objid, tag, kind, dropped"
                        + " from slipway_watch.touched where id >= " + id + " order by id")) {
            while (row.next()) {
                touched.add(new Touched(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        Objects.requireNonNullElse(row.getString(4), ""),
                        Objects.requireNonNullElse(row.getString(5), ""),
                        row.getBoolean(6)));
            }
        }
        return touched;
    }

    /** Units that hold or depend on what was touched and still exists, for each of several scripts in one question. */
    List<Set<Unit>> affected(List<List<Touched>> scripts, Set<String> prepared) throws SQLException {
        prepare("slipway_affected", "int[], oid[], oid[]", "affected", prepared);
        StringJoiner numbers = new StringJoiner(",");
        StringJoiner catalogues = new StringJoiner(",");
        StringJoiner oids = new StringJoiner(",");
        List<Set<Unit>> units = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            units.add(new HashSet<>());
            for (Touched touched : scripts.get(i)) {
                numbers.add(Integer.toString(i));
                catalogues.add(Long.toString(touched.catalogue()));
                oids.add(Long.toString(touched.oid()));
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "execute slipway_affected ('{" + numbers + "}', '{" + catalogues + "}', '{" + oids + "}')")) {
            while (row.next()) {
                units.get(row.getInt(1)).add(new Unit(Unit.Group.valueOf(row.getString(2)), row.getLong(3)));
            }
        }
        return units;
    }

    /** Units on which privileges may have changed since a transaction. */
    Set<Unit> granted(long since, Set<String> prepared) throws SQLException {
        prepare("slipway_granted", "bigint", "granted", prepared);
        return units("execute slipway_granted (" + since + ")");
    }

    private void prepare(String name, String types, String resource, Set<String> prepared) throws SQLException {
        if (!prepared.contains(name)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("prepare " + name + " (" + types + ") as " + sql.resource(resource));
            }
        }
    }

    private Set<Unit> units(String query) throws SQLException {
        Set<Unit> units = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                units.add(new Unit(Unit.Group.valueOf(row.getString(1)), row.getLong(2)));
            }
        }
        return units;
    }
}
