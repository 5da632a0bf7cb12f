package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeFacts.NONE;
import static io.slipway.database.postgresql.BridgeFacts.is;
import static io.slipway.database.postgresql.BridgeStep.plain;
import static io.slipway.database.postgresql.BridgeStep.warned;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the columns of a table into the order that is wanted, which PostgreSQL has no statement for: those that come too
 * early are made anew at the end, with their values, and take the names of the old ones. What stood on the old ones goes
 * with them, and is found missing and made again in the next round.
 *
 * <p>A column takes over the values by {@code ALTER COLUMN … TYPE … USING}: it writes the table once for all of them, and
 * no trigger sees it.
 */
final class BridgeColumnOrder {
    private final BridgeSide from;
    private final BridgeSide to;
    private final Place table;
    private final Place wanted;

    /** @param table where it is to be changed, {@code wanted} where it is as it should be */
    BridgeColumnOrder(BridgeSide from, BridgeSide to, Place table, Place wanted) {
        this.from = from;
        this.to = to;
        this.table = table;
        this.wanted = wanted;
    }

    /** Will the order be another one when columns that are too many have gone, and others have come at the end? */
    boolean differs() {
        List<String> now = names(from.columns(table));
        List<String> order = names(to.columns(wanted));
        List<String> then = new ArrayList<>(now);
        then.retainAll(order);
        order.stream().filter(column -> !now.contains(column)).forEach(then::add);
        return !then.equals(order);
    }

    /** Empty while the columns are not the same ones, and where they are those of a parent or a type. */
    Optional<BridgeStep> step(int rank) throws SQLException {
        List<Place> now = from.columns(table);
        List<String> order = names(to.columns(wanted));
        if (!Set.copyOf(names(now)).equals(Set.copyOf(order))) {
            return Optional.empty();
        }
        for (Place column : now) {
            if (is("inherited", "true", from.facts(column)) || is("both", "true", from.facts(column))) {
                return Optional.empty();
            }
        }
        int kept = kept(names(now), order);
        List<List<Statement>> ways = new ArrayList<>();
        ways.add(way(now, order.subList(kept, order.size())));
        if (kept > 0) {
            // where a generated column in front is made of one behind
            ways.add(way(now, order));
        }
        List<Place> moved = now.stream()
                .filter(column -> order.indexOf(column.own()) >= kept)
                .toList();
        return Optional.of(new BridgeStep(rank, from.key(moved.get(0)), ways, moved));
    }

    private static List<String> names(List<Place> columns) {
        return columns.stream().map(Place::own).toList();
    }

    /** How many of the first columns can stay: those that stand in this order already, whatever is between them. */
    private static int kept(List<String> now, List<String> order) {
        int kept = 0;
        for (String column : now) {
            if (kept < order.size() && column.equals(order.get(kept))) {
                kept++;
            }
        }
        return kept;
    }

    private List<Statement> way(List<Place> now, List<String> moved) throws SQLException {
        Map<String, Place> places = now.stream()
                .filter(column -> moved.contains(column.own()))
                .collect(Collectors.toMap(Place::own, column -> column));
        List<Statement> statements = new ArrayList<>();
        for (Place column : places.values()) {
            for (Map<String, String> key : from.referencesTo(column)) {
                statements.add(
                        plain("ALTER TABLE " + key.get("relation") + " DROP CONSTRAINT IF EXISTS " + key.get("name")));
            }
        }
        for (String name : moved) {
            if (generated(name)) {
                statements.add(plain("ALTER TABLE " + table.identity() + " DROP COLUMN " + name));
            }
        }
        List<String> run = new ArrayList<>();
        for (String name : moved) {
            if (generated(name)) {
                moved(statements, run, places);
                run.clear();
                statements.add(plain(BridgeAlterations.added(facts(name))));
            } else {
                run.add(name);
            }
        }
        moved(statements, run, places);
        statements.set(
                0,
                warned(
                        statements.get(0).sql(),
                        "brings the columns of " + table.identity() + " back into their order by making "
                                + String.join(", ", moved) + " anew with their values: all rows are written, and what"
                                + " stands on these columns is made again, while nobody can read or write the table"));
        return statements;
    }

    private boolean generated(String column) throws SQLException {
        return !is("generated", NONE, facts(column));
    }

    private Map<String, String> facts(String column) throws SQLException {
        for (Place place : to.columns(wanted)) {
            if (place.own().equals(column)) {
                return to.facts(place);
            }
        }
        return Map.of();
    }

    /** Columns that stand beside each other, in one statement for each step. */
    private void moved(List<Statement> statements, List<String> run, Map<String, Place> places) throws SQLException {
        if (run.isEmpty()) {
            return;
        }
        String alter = "ALTER TABLE " + table.identity() + " ";
        List<String> added = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (String name : run) {
            Map<String, String> facts = from.facts(places.get(name));
            // boolean costs nothing, and is no domain that refuses NULL
            added.add("ADD COLUMN " + fresh(places.get(name)) + " boolean");
            filled.add("ALTER COLUMN " + fresh(places.get(name)) + " TYPE " + facts.get("type")
                    + (is("collation", NONE, facts) ? "" : " COLLATE " + facts.get("collation")) + " USING " + name);
            dropped.add("DROP COLUMN " + old(places.get(name)));
        }
        statements.add(plain(alter + String.join(", ", added)));
        statements.add(plain(alter + String.join(", ", filled)));
        for (String name : run) {
            Place place = places.get(name);
            statements.add(plain(alter + "RENAME COLUMN " + name + " TO " + old(place)));
            statements.add(plain(alter + "RENAME COLUMN " + fresh(place) + " TO " + name));
            numbered(statements, name, place);
        }
        statements.add(plain(alter + String.join(", ", dropped)));
    }

    /** A sequence that a column owns goes over to nobody for now; that of an identity column is made anew where it stood. */
    private void numbered(List<Statement> statements, String name, Place place) throws SQLException {
        for (Map<String, String> sequence : from.sequences(table)) {
            if (!sequence.getOrDefault("sub", NONE).equals(Integer.toString(place.sub()))) {
                continue;
            }
            if (is("identity", "false", sequence)) {
                statements.add(plain("ALTER SEQUENCE " + sequence.get("sequence") + " OWNED BY NONE"));
                continue;
            }
            String column = "ALTER TABLE " + table.identity() + " ALTER COLUMN " + name;
            String counted = sequence.get("schema") + ".slipway_old_" + place.sub();
            statements.add(
                    plain("ALTER SEQUENCE " + sequence.get("sequence") + " RENAME TO slipway_old_" + place.sub()));
            statements.add(plain(column + " SET NOT NULL"));
            statements.add(plain(column + " ADD GENERATED "
                    + (is("identity", "a", from.facts(place)) ? "ALWAYS" : "BY DEFAULT")
                    + " AS IDENTITY (SEQUENCE NAME "
                    + sequence.get("sequence") + ")"));
            statements.add(plain(
                    "SELECT setval('" + sequence.getOrDefault("sequence", NONE).replace("'", "''")
                            + "', last_value, is_called) FROM " + counted));
        }
    }

    private static String fresh(Place column) {
        return "slipway_new_" + column.sub();
    }

    private static String old(Place column) {
        return "slipway_old_" + column.sub();
    }
}
