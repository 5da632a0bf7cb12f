package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeFacts.NONE;
import static io.slipway.database.postgresql.BridgeFacts.differs;
import static io.slipway.database.postgresql.BridgeFacts.is;
import static io.slipway.database.postgresql.BridgeStep.plain;
import static io.slipway.database.postgresql.BridgeStep.warned;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sequences of columns. That of an identity column comes and goes with it and is never made or dropped by itself; where a
 * column gets another one, the numbers go on where they stood.
 */
final class BridgeSequences {
    private BridgeSequences() {}

    static boolean isOfIdentity(Map<String, String> facts) {
        return is("identity", "true", facts);
    }

    static boolean isOfIdentity(CatalogueObject sequence) {
        return sequence.definition().lines().anyMatch(line -> line.startsWith("identity of "));
    }

    /** The column that a sequence belongs to, if it belongs to one. */
    static Optional<String> owner(CatalogueObject sequence) {
        return sequence.definition()
                .lines()
                .filter(line -> line.startsWith("owned by "))
                .findFirst();
    }

    /**
     * Each way to bring the sequence of an identity column about, from what its column has; none while that has none.
     *
     * @param key of the sequence, which has this name already or not
     */
    static List<List<Statement>> ofIdentity(BridgeSide from, BridgeSide to, String key) throws SQLException {
        Map<String, String> wanted = facts(to, to.place(key));
        Optional<Place> named = from.place(key);
        Map<String, String> there = facts(from, named);
        Map<String, String> column = facts(from, from.place("column " + wanted.get("owner")));
        boolean taken = named.isPresent() && !isOfIdentity(there);
        if (is("identity", NONE, column)) {
            // what the column goes on counting from is taken over with it
            return taken && !wanted.getOrDefault("owner", NONE).equals(there.get("owner"))
                    ? List.of(List.of(dropped(named.get())))
                    : List.of();
        }
        String has = column.getOrDefault("sequence", NONE);
        List<Statement> naming = new ArrayList<>();
        if (taken) {
            naming.add(dropped(named.get()));
        }
        Map<String, String> now = facts(from, from.place("sequence " + has));
        if (!key.equals("sequence " + has)) {
            naming.add(plain("ALTER SEQUENCE " + has + " RENAME TO " + wanted.get("name")));
        }
        String sequence = to.place(key).map(Place::identity).orElse(has);
        if (!differs("options", now, wanted)) {
            return naming.isEmpty() ? List.of() : List.of(naming);
        }
        List<Statement> altered = new ArrayList<>(naming);
        altered.add(altered(sequence, wanted));
        List<Statement> moved = new ArrayList<>(naming);
        moved.addAll(moved(sequence, wanted));
        return List.of(altered, moved);
    }

    private static Map<String, String> facts(BridgeSide side, Optional<Place> place) throws SQLException {
        return place.isPresent() ? side.facts(place.get()) : Map.of();
    }

    private static Statement dropped(Place sequence) {
        return BridgeDrops.drop(sequence).orElseThrow();
    }

    static Statement altered(String sequence, Map<String, String> to) {
        return plain("ALTER SEQUENCE " + sequence + " " + to.get("options"));
    }

    /** Into bounds outside of which it stands: the next number is the nearest one within them. */
    static List<Statement> moved(String sequence, Map<String, String> to) {
        String least = to.get("least");
        String most = to.get("most");
        return List.of(
                warned(
                        "SELECT setval(" + quoted(sequence) + ", greatest(least(last_value, " + most + "), " + least
                                + "), is_called AND last_value BETWEEN " + least + " AND " + most + ") FROM "
                                + sequence,
                        "moves " + sequence + " between " + least + " and " + most + " where it stands outside"),
                altered(sequence, to));
    }

    /** Makes an identity column of one that may have had a sequence of its own. */
    static List<Statement> begun(String column, Map<String, String> from, Map<String, String> to) {
        String identity = column + "ADD GENERATED " + when(to) + " AS IDENTITY" + to.getOrDefault("numbering", NONE);
        if (is("sequence", NONE, from)) {
            return List.of(plain(identity));
        }
        String old = "slipway_old_" + bare(from);
        String renamed = from.get("sequence_schema") + "." + old;
        return List.of(
                plain("ALTER SEQUENCE " + from.get("sequence") + " RENAME TO " + old),
                plain(identity),
                gone(to.getOrDefault("sequence", NONE), renamed),
                plain("DROP SEQUENCE " + renamed));
    }

    /** Makes a column of an identity column that may have a sequence of its own. */
    static List<Statement> ended(String column, Map<String, String> from, Map<String, String> to) {
        Statement end = plain(column + "DROP IDENTITY");
        String wanted = to.getOrDefault("sequence", NONE);
        if (wanted.isEmpty()) {
            return List.of(end);
        }
        String has = from.getOrDefault("sequence", NONE);
        if (!wanted.equals(has)) {
            return List.of(gone(wanted, has), end);
        }
        String fresh = to.get("sequence_schema") + ".slipway_new_" + bare(from);
        return List.of(
                plain("CREATE SEQUENCE " + fresh + " " + to.get("sequence_options")),
                gone(fresh, has),
                end,
                plain("ALTER SEQUENCE " + fresh + " RENAME TO " + to.get("sequence_name")));
    }

    static String when(Map<String, String> column) {
        return is("identity", "a", column) ? "ALWAYS" : "BY DEFAULT";
    }

    /** One sequence goes on where another stands. */
    private static Statement gone(String on, String from) {
        return plain("SELECT setval(" + quoted(on) + ", last_value, is_called) FROM " + from);
    }

    private static String bare(Map<String, String> column) {
        return column.getOrDefault("name", NONE).replaceAll("\\W", "_");
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
