package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the two databases between which a way is sought: where its objects are, and how each of them is made. */
final class BridgeSide {
    private final JdbcSession session;
    private final CatalogueSql sql;
    private final Map<String, String> makings;
    private final Map<String, String> facts;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /**
     * Where an object is.
     *
     * @param type number of the system catalogue, {@code oid} in it, and {@code sub} for a column
     * @param sort what the server calls such an object, such as {@code domain constraint}
     * @param identity its name as SQL needs it, whatever the search path
     * @param names the parts of its name, quoted where they have to be
     */
    record Place(String kind, long type, long oid, int sub, String sort, String identity, List<String> names) {

        /** The table or domain that a constraint, a trigger, a column and the like belong to. */
        String owner() {
            return names.get(0) + "." + names.get(1);
        }

        String own() {
            return names.get(names.size() - 1);
        }
    }

    private BridgeSide(JdbcSession session, CatalogueSql sql) {
        this.session = session;
        this.sql = sql;
        this.makings = sql.byKind("bridge/make");
        this.facts = sql.byKind("bridge/facts");
    }

    /** As it is now: after something was changed, it is read anew. */
    static BridgeSide of(JdbcSession session) throws SQLException {
        Connection connection = session.connection();
        BridgeSide side = new BridgeSide(
                session, new CatalogueSql(connection.getMetaData().getDatabaseMajorVersion()));
        try (ReadSession read = ReadSession.open(connection);
                Statement statement = read.connection().createStatement()) {
            for (Unit.Group group : Unit.Group.values()) {
                for (String family : group.families()) {
                    try (ResultSet rows = statement.executeQuery(side.sql.places(family))) {
                        side.collect(rows);
                    }
                }
            }
        }
        return side;
    }

    private void collect(ResultSet rows) throws SQLException {
        while (rows.next()) {
            List<String> names = new ArrayList<>();
            for (String column : new String[] {"q1", "q2", "q3"}) {
                String name = rows.getString(column);
                if (name != null) {
                    names.add(name);
                }
            }
            Place place = new Place(
                    text(rows.getString("kind")),
                    rows.getLong("part_class"),
                    rows.getLong("part"),
                    rows.getInt("sub"),
                    text(rows.getString("type")),
                    text(rows.getString("identity")),
                    names);
            String key = place.kind() + " " + CatalogueReader.name(rows);
            places.put(key, place);
            keys.put(address(place.type(), place.oid(), place.sub()), key);
        }
    }

    Optional<Place> place(String key) {
        return Optional.ofNullable(places.get(key));
    }

    /** The statements that make an object as it is here; none where no such statement is known. */
    List<String> making(String key) throws SQLException {
        Place place = places.get(key);
        if (place == null) {
            return List.of();
        }
        String query = makings.get(place.kind());
        return query == null ? List.of() : texts(fitted(query, place));
    }

    /** What can be altered of it. */
    Map<String, String> facts(Place place) throws SQLException {
        String query = facts.get(place.kind());
        if (query == null) {
            return Map.of();
        }
        return rows(fitted(query, place)).stream().findFirst().orElse(Map.of());
    }

    /** Each column of a table that has this type, or an array of it. */
    List<Map<String, String>> columnsOf(Place type) throws SQLException {
        return rows(fitted(CatalogueSql.text("bridge/columns_of"), type));
    }

    String key(Place place) {
        return keys.getOrDefault(address(place.type(), place.oid(), place.sub()), place.identity());
    }

    /** The key of the table that a column belongs to. */
    Optional<String> table(Place column) {
        return Optional.ofNullable(keys.get(address(column.type(), column.oid(), 0)));
    }

    /** The columns of a table, in their order. */
    List<Place> columns(Place table) {
        return places.values().stream()
                .filter(place -> place.kind().equals("column") && place.oid() == table.oid())
                .sorted(Comparator.comparingInt(Place::sub))
                .toList();
    }

    /** The sequences that belong to columns of a table. */
    List<Map<String, String>> sequences(Place table) throws SQLException {
        return rows(fitted(CatalogueSql.text("bridge/sequences_of"), table));
    }

    /** The foreign keys of other tables that point to a column. */
    List<Map<String, String>> referencesTo(Place column) throws SQLException {
        return rows(fitted(CatalogueSql.text("bridge/references_to"), column));
    }

    private List<Map<String, String>> rows(String query) throws SQLException {
        try (ReadSession read = ReadSession.open(session.connection());
                Statement statement = read.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (row.next()) {
                Map<String, String> values = new HashMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.put(row.getMetaData().getColumnLabel(i), text(row.getString(i)));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    boolean knowsFacts(String kind) {
        return facts.containsKey(kind);
    }

    /** Keys of what stands on it. */
    List<String> dependents(Place place) throws SQLException {
        return keysOf(sql.dependents(place.type(), place.oid(), place.sub()));
    }

    /** Keys of indexes that a failed statement left invalid. */
    List<String> invalidIndexes() throws SQLException {
        return keysOf(CatalogueSql.text("bridge/invalid_indexes"));
    }

    /** @param query of addresses: number of the system catalogue, number in it, number of the column */
    private List<String> keysOf(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                String address = address(rows.getLong(1), rows.getLong(2), rows.getInt(3));
                Optional.ofNullable(keys.get(address)).ifPresent(found::add);
            }
        }
        return found;
    }

    private List<String> texts(String query) throws SQLException {
        try (ReadSession read = ReadSession.open(session.connection());
                Statement statement = read.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                String text = rows.getString(1);
                if (text != null) {
                    texts.add(text.strip());
                }
            }
            return texts;
        }
    }

    private static String fitted(String query, Place place) {
        return query.replace("{oid}", Long.toString(place.oid())).replace("{sub}", Integer.toString(place.sub()));
    }

    private static String address(long type, long oid, int sub) {
        return type + "/" + oid + "/" + sub;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
