package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueObject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads units through an open {@link ReadSession}. */
final class CatalogueReader {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");
    private static final int FETCH_SIZE = 10_000;

    private final Connection connection;
    private final int major;
    private final CatalogueSql sql;

    /** Types and defaults come again and again, in a large database by the ten thousand. */
    private final Map<String, String> columns = new HashMap<>();

    CatalogueReader(Connection connection) throws SQLException {
        this.connection = connection;
        this.major = connection.getMetaData().getDatabaseMajorVersion();
        this.sql = new CatalogueSql(major);
    }

    CatalogueSql sql() {
        return sql;
    }

    Map<Unit, UnitContent> all() throws SQLException {
        Map<Unit, UnitContent> content = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            for (Unit.Group group : Unit.Group.values()) {
                for (String family : group.families()) {
                    try (ResultSet rows = statement.executeQuery(sql.all(family))) {
                        collect(group, rows, content);
                    }
                }
            }
        }
        return content;
    }

    /**
     * Those of the units that exist, by statements prepared once for a session: planning takes longer than running.
     *
     * @param prepared names of those that the session has; they outlive a rollback but not a DEALLOCATE
     */
    Map<Unit, UnitContent> some(Collection<Unit> units, Set<String> prepared) throws SQLException {
        Map<Unit.Group, String> oids = units.stream()
                .collect(Collectors.groupingBy(
                        Unit::group, Collectors.mapping(u -> Long.toString(u.oid()), Collectors.joining(","))));
        Map<Unit, UnitContent> content = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<Unit.Group, String> group : oids.entrySet()) {
                String name = "slipway_read_" + group.getKey().name().toLowerCase(Locale.ROOT);
                if (!prepared.contains(name)) {
                    statement.execute("prepare " + name + " (oid[]) as " + sql.some(group.getKey()));
                }
                try (ResultSet rows = statement.executeQuery("execute " + name + " ('{" + group.getValue() + "}')")) {
                    collect(group.getKey(), rows, content);
                }
            }
        }
        return content;
    }

    private void collect(Unit.Group group, ResultSet rows, Map<Unit, UnitContent> content) throws SQLException {
        while (rows.next()) {
            Unit unit = group == Unit.Group.REST ? Unit.REST : new Unit(group, rows.getLong("unit"));
            UnitContent into = content.computeIfAbsent(unit, u -> new UnitContent());
            into.parts().add(new UnitContent.Part(rows.getLong("part_class"), rows.getLong("part")));
            Array parents = rows.getArray("near");
            if (parents != null) {
                for (Object parent : (Object[]) parents.getArray()) {
                    into.parents().add(((Number) parent).longValue());
                }
            }
            addObjects(rows, into);
        }
    }

    private void addObjects(ResultSet row, UnitContent into) throws SQLException {
        String kind = text(row.getString("kind"));
        String name = name(row);
        if (row.getBoolean("listed")) {
            into.add(new CatalogueObject(kind, name, definition(kind, row)));
        }
        String comment = row.getString("description");
        if (comment != null && !isUsual(kind, name, comment)) {
            into.add(new CatalogueObject("comment", kind + " " + name, comment));
        }
        String labels = row.getString("labels");
        if (labels != null) {
            into.add(new CatalogueObject("security label", kind + " " + name, labels));
        }
        Array acl = row.getArray("acl");
        if (acl != null) {
            Privileges.of(kind, name, (String[][]) acl.getArray(), major).forEach(into::add);
        }
    }

    private String definition(String kind, ResultSet row) throws SQLException {
        String facts = text(row.getString("facts"));
        String code = text(row.getString("code"));
        if (!code.isEmpty()) {
            boolean query = kind.equals("view") || kind.equals("materialized view");
            code = kind.equals("column")
                    ? columns.computeIfAbsent(code, c -> DeparsedSql.normalised(c, false))
                    : DeparsedSql.normalised(code, query);
        }
        return facts.isEmpty() || code.isEmpty() ? facts + code : facts + "\n" + code;
    }

    /** An extension's comment comes from its control file, that of public from initdb: both are the server's. */
    private static boolean isUsual(String kind, String name, String comment) {
        return kind.equals("extension")
                || (kind.equals("schema") && name.equals("public") && comment.equals("standard public schema"));
    }

    /** The name of the object that a row of any family tells of. */
    static String name(ResultSet row) throws SQLException {
        StringBuilder name = new StringBuilder();
        for (String column : new String[] {"n1", "n2", "n3"}) {
            String part = row.getString(column);
            if (part != null) {
                name.append(name.isEmpty() ? "" : ".").append(quoted(part));
            }
        }
        String suffix = text(row.getString("suffix"));
        return name + (suffix.startsWith("(") ? DeparsedSql.normalised(suffix, false) : suffix);
    }

    /** Our own rule, because the server's depends on its version's keywords. */
    private static String quoted(String identifier) {
        return PLAIN.matcher(identifier).matches() ? identifier : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
