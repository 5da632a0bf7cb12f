package io.slipway.database.mariadb;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue of a session's current schema on MariaDB or MySQL. The schema's own name and definers are left
 * out, so that a scratch schema equals the one it stands for. What is told and what is not is in docs/fingerprint.md.
 */
public final class MariadbCatalogue {
    private final Connection connection;

    public MariadbCatalogue(Connection connection) {
        this.connection = connection;
    }

    /** @throws SlipwayException {@code connection-lost} or {@code internal}, when the database refuses to answer */
    public Catalogue read() {
        try (Statement statement = connection.createStatement()) {
            return Catalogue.of(new Reading(statement).objects());
        } catch (SQLException e) {
            String state = e.getSQLState();
            boolean lost = state != null && state.startsWith("08");
            throw SlipwayException.of(
                            lost ? ErrorCode.CONNECTION_LOST : ErrorCode.INTERNAL,
                            "The catalogue could not be read: " + e.getMessage(),
                            "")
                    .causedBy(e);
        }
    }

    /** One pass over the information schema. */
    private static final class Reading {
        private final Statement statement;
        private final boolean mariadb;
        private final String schema;
        private final List<CatalogueObject> objects = new ArrayList<>();
        private final Set<String> tables = new HashSet<>();
        private final List<String> sequences = new ArrayList<>();

        Reading(Statement statement) throws SQLException {
            this.statement = statement;
            try (ResultSet row = statement.executeQuery("select version(), database()")) {
                row.next();
                mariadb = text(row.getString(1)).contains("MariaDB");
                schema = text(row.getString(2));
            }
        }

        List<CatalogueObject> objects() throws SQLException {
            ask(MariadbQueries.TABLES, this::table);
            ask(MariadbQueries.COLUMNS, this::column);
            ask(mariadb ? MariadbQueries.INDEXES : MariadbQueries.MYSQL_INDEXES, this::index);
            ask(MariadbQueries.FOREIGN_KEYS, this::foreignKey);
            ask(mariadb ? MariadbQueries.CHECKS : MariadbQueries.MYSQL_CHECKS, this::check);
            ask(MariadbQueries.PARTITIONS, this::partition);
            ask(mariadb ? MariadbQueries.VIEWS : MariadbQueries.MYSQL_VIEWS, this::view);
            ask(MariadbQueries.ROUTINES, this::routine);
            ask(MariadbQueries.TRIGGERS, this::trigger);
            ask(MariadbQueries.EVENTS, this::event);
            readSequences();
            return objects;
        }

        private void table(ResultSet row) throws SQLException {
            String name = row.getString("name");
            if (text(row.getString("type")).equals("SEQUENCE")) {
                sequences.add(name);
                return;
            }
            tables.add(name);
            String options = text(row.getString("options"))
                    .toLowerCase(Locale.ROOT)
                    .replace("partitioned", "")
                    .strip();
            add(
                    "table",
                    name,
                    facts().with("engine ", row.getString("engine"))
                            .with("collation ", row.getString("collation"))
                            .with("options ", options)
                            .with("", "SYSTEM VERSIONED".equals(row.getString("type")) ? "system versioned" : "")
                            .with("comment ", row.getString("comment")));
        }

        private String columnsTable = "";
        private String previousColumn = "";

        private void column(ResultSet row) throws SQLException {
            String table = row.getString("table_name");
            if (!tables.contains(table)) {
                return;
            }
            String column = text(row.getString("name"));
            add(
                    "column",
                    table + "." + column,
                    facts().with("", table.equals(columnsTable) ? "after " + previousColumn : "first")
                            .with("type ", row.getString("type"))
                            .with("collation ", row.getString("collation"))
                            .with("", row.getString("nullable").equals("NO") ? "not null" : "")
                            .with("default ", own(row.getString("dflt")))
                            .with("generated ", own(row.getString("generated")))
                            .with("", row.getString("extra"))
                            .with("comment ", row.getString("comment")));
            columnsTable = table;
            previousColumn = column;
        }

        private void index(ResultSet row) throws SQLException {
            String name = row.getString("table_name") + "." + row.getString("name");
            add(
                    row.getString("name").equals("PRIMARY") ? "constraint" : "index",
                    name,
                    facts().with("", row.getString("name").equals("PRIMARY") ? "primary key" : "")
                            .with("", row.getInt("non_unique") == 0 ? "unique" : "")
                            .with("using ", row.getString("type"))
                            .with("on ", row.getString("parts"))
                            .with("", row.getString("state"))
                            .with("comment ", row.getString("comment")));
        }

        private void foreignKey(ResultSet row) throws SQLException {
            String other = text(row.getString("other_schema"));
            add(
                    "constraint",
                    row.getString("table_name") + "." + row.getString("name"),
                    facts().with("foreign key ", row.getString("parts"))
                            .with(
                                    "references ",
                                    (other.equals(schema) ? "" : other + ".") + row.getString("other_table"))
                            .with("on update ", row.getString("update_rule"))
                            .with("on delete ", row.getString("delete_rule"))
                            .with("match ", row.getString("match_option")));
        }

        private void check(ResultSet row) throws SQLException {
            add(
                    "constraint",
                    row.getString("table_name") + "." + row.getString("name"),
                    facts().with("check ", own(row.getString("clause"))).with("", row.getString("state")));
        }

        private void partition(ResultSet row) throws SQLException {
            String sub = row.getString("sub");
            String name = row.getString("table_name") + "." + row.getString("name");
            add(
                    "partition",
                    sub == null ? name : name + "." + sub,
                    facts().with("number ", row.getString("position"))
                            .with("by ", row.getString("method"))
                            .with("of ", row.getString("expression"))
                            .with("values ", row.getString("description"))
                            .with("subpartition by ", row.getString("sub_method"))
                            .with("of ", row.getString("sub_expression"))
                            .with("comment ", row.getString("comment")));
        }

        private void view(ResultSet row) throws SQLException {
            add(
                    "view",
                    row.getString("name"),
                    facts().with("security ", row.getString("security"))
                            .with("algorithm ", row.getString("algorithm"))
                            .with("check option ", row.getString("check_option"))
                            .with("", body(row.getString("definition"))));
        }

        private void routine(ResultSet row) throws SQLException {
            add(
                    text(row.getString("type")).toLowerCase(Locale.ROOT),
                    row.getString("name"),
                    facts().with("parameters ", row.getString("parameters"))
                            .with("returns ", row.getString("returned"))
                            .with("deterministic ", row.getString("is_deterministic"))
                            .with("", row.getString("access"))
                            .with("security ", row.getString("security"))
                            .with("comment ", row.getString("comment"))
                            .with("", body(row.getString("definition"))));
        }

        private void trigger(ResultSet row) throws SQLException {
            add(
                    "trigger",
                    row.getString("table_name") + "." + row.getString("name"),
                    facts().with("", row.getString("timing") + " " + row.getString("event"))
                            .with("number ", row.getString("position"))
                            .with("", own(row.getString("definition"))));
        }

        private void event(ResultSet row) throws SQLException {
            add(
                    "event",
                    row.getString("name"),
                    facts().with("", row.getString("type"))
                            .with("every ", row.getString("every"))
                            .with("", row.getString("status"))
                            .with("on completion ", row.getString("on_completion"))
                            .with("comment ", row.getString("comment"))
                            .with("", own(row.getString("definition"))));
        }

        /** Before 11.5 what a sequence is set to is found only in itself: one query over all of them. */
        private void readSequences() throws SQLException {
            List<String> selects = new ArrayList<>();
            for (String name : sequences) {
                selects.add("select '" + name.replace("\\", "\\\\").replace("'", "''") + "' as name, start_value,"
                        + " minimum_value, maximum_value, increment, cache_size, cycle_option from `"
                        + name.replace("`", "``") + "`");
            }
            if (!selects.isEmpty()) {
                ask(
                        String.join(" union all ", selects),
                        row -> add(
                                "sequence",
                                row.getString("name"),
                                facts().with("start ", row.getString("start_value"))
                                        .with("minimum ", row.getString("minimum_value"))
                                        .with("maximum ", row.getString("maximum_value"))
                                        .with("increment ", row.getString("increment"))
                                        .with("cache ", row.getString("cache_size"))
                                        .with("", row.getInt("cycle_option") == 0 ? "" : "cycle")));
            }
        }

        /** The server shows nothing to a user without the right to see it; that must not pass for an empty body. */
        private String body(@Nullable String sql) {
            return sql == null || sql.isEmpty() ? "body hidden from this user" : own(sql);
        }

        private String own(@Nullable String sql) {
            return sql == null ? "" : MariadbText.withoutSchema(sql, schema);
        }

        private void add(String kind, String name, Facts facts) {
            if (!name.startsWith("slipway_")) {
                objects.add(new CatalogueObject(kind, name, facts.toString()));
            }
        }

        private void ask(String sql, RowReader reader) throws SQLException {
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }

        private static Facts facts() {
            return new Facts();
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Lines of a definition; what is unset or empty is no line. */
    private static final class Facts {
        private final StringBuilder lines = new StringBuilder();

        Facts with(String label, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                lines.append(lines.isEmpty() ? "" : "\n").append(label).append(value);
            }
            return this;
        }

        @Override
        public String toString() {
            return lines.toString();
        }
    }
}
