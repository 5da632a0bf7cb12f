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

    /** @param moved names of the columns that are made anew, in their order */
    private List<Statement> way(List<Place> now, List<String> moved) throws SQLException {
        List<Place> places = moved.stream()
                .flatMap(name -> now.stream().filter(column -> column.own().equals(name)))
                .toList();
        List<Statement> statements = new ArrayList<>();
        for (Place column : places) {
            for (Map<String, String> key : from.referencesTo(column)) {
                statements.add(
                        plain("ALTER TABLE " + key.get("relation") + " DROP CONSTRAINT IF EXISTS " + key.get("name")));
            }
        }
        for (Place column : places) {
            if (generated(column)) {
                statements.add(plain("ALTER TABLE " + table.identity() + " DROP COLUMN " + column.own()));
            }
        }
        List<Place> run = new ArrayList<>();
        for (Place column : places) {
            if (generated(column)) {
                move(statements, run);
                run.clear();
                statements.add(plain(BridgeAlterations.added(facts(column))));
            } else {
                run.add(column);
            }
        }
        move(statements, run);
        statements.set(
                0,
                warned(
                        statements.get(0).sql(),
                        "brings the columns of " + table.identity() + " back into their order by making "
                                + String.join(", ", moved) + " anew with their values: all rows are written, and what"
                                + " stands on these columns is made again, while nobody can read or write the table"));
        return statements;
    }

    private boolean generated(Place column) throws SQLException {
        return !is("generated", NONE, facts(column));
    }

    /** As it is wanted. */
    private Map<String, String> facts(Place column) throws SQLException {
        for (Place place : to.columns(wanted)) {
            if (place.own().equals(column.own())) {
                return to.facts(place);
            }
        }
        return Map.of();
    }

    /** Columns that stand beside each other, in one statement for each step. */
    private void move(List<Statement> statements, List<Place> run) throws SQLException {
        if (run.isEmpty()) {
            return;
        }
        String alter = "ALTER TABLE " + table.identity() + " ";
        List<String> added = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (Place column : run) {
            Map<String, String> facts = from.facts(column);
            // boolean costs nothing, and is no domain that refuses NULL
            added.add("ADD COLUMN " + fresh(column) + " boolean");
            filled.add("ALTER COLUMN " + fresh(column) + " TYPE " + facts.get("type")
                    + (is("collation", NONE, facts) ? "" : " COLLATE " + facts.get("collation")) + " USING "
                    + column.own());
            dropped.add("DROP COLUMN " + old(column));
        }
        statements.add(plain(alter + String.join(", ", added)));
        statements.add(plain(alter + String.join(", ", filled)));
        for (Place column : run) {
            statements.add(plain(alter + "RENAME COLUMN " + column.own() + " TO " + old(column)));
            statements.add(plain(alter + "RENAME COLUMN " + fresh(column) + " TO " + column.own()));
            number(statements, column);
        }
        statements.add(plain(alter + String.join(", ", dropped)));
    }

    /** A sequence that a column owns goes over to nobody for now; that of an identity column is made anew where it stood. */
    private void number(List<Statement> statements, Place column) throws SQLException {
        for (Map<String, String> sequence : from.sequences(table)) {
            if (!is("sub", Integer.toString(column.sub()), sequence)) {
                continue;
            }
            if (is("identity", "false", sequence)) {
                statements.add(plain("ALTER SEQUENCE " + sequence.get("sequence") + " OWNED BY NONE"));
                continue;
            }
            String alter = "ALTER TABLE " + table.identity() + " ALTER COLUMN " + column.own();
            String name = sequence.getOrDefault("sequence", NONE);
            statements.add(plain("ALTER SEQUENCE " + name + " RENAME TO " + old(column)));
            statements.add(plain(alter + " SET NOT NULL"));
            statements.add(plain(alter + " ADD GENERATED "
                    + (is("identity", "a", from.facts(column)) ? "ALWAYS" : "BY DEFAULT")
                    + " AS IDENTITY (SEQUENCE NAME "
                    + name + ")"));
            statements.add(plain("SELECT setval('" + name.replace("'", "''") + "', last_value, is_called) FROM "
                    + sequence.get("schema") + "." + old(column)));
        }
    }

    private static String fresh(Place column) {
        return "slipway_new_" + column.sub();
    }

    private static String old(Place column) {
        return "slipway_old_" + column.sub();
    }
}
