package io.slipway.database.postgresql;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.catalogue.ColumnPlace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says for each difference what is to be done about it; whether it can be done, and when, shows on the database. */
final class BridgeSteps {
    /** In which order things are made; what goes, goes before, the other way round. */
    private static final List<String> ORDER = List.of(
            "schema",
            "extension",
            "language",
            "access method",
            "collation",
            "type",
            "domain",
            "sequence",
            "foreign data wrapper",
            "server",
            "user mapping",
            "text search dictionary",
            "text search configuration",
            "function",
            "procedure",
            "aggregate",
            "operator",
            "operator family",
            "operator class",
            "cast",
            "conversion",
            "transform",
            "table",
            "foreign table",
            "column",
            "constraint",
            "index",
            "statistics",
            "view",
            "materialized view",
            "rule",
            "trigger",
            "policy",
            "event trigger",
            "publication",
            "default privileges",
            "security label",
            "comment",
            "grant");

    private final BridgeSide from;
    private final BridgeSide to;
    private final Catalogue has;

    /** @param has the catalogue of {@code to} */
    BridgeSteps(BridgeSide from, BridgeSide to, Catalogue has) {
        this.from = from;
        this.to = to;
        this.has = has;
    }

    /** @param entry {@code after} is as wanted */
    Optional<BridgeStep> of(Entry entry) throws SQLException {
        CatalogueObject object = entry.object();
        if (object.kind().equals("comment")) {
            return comment(object, entry.after().map(CatalogueObject::definition));
        }
        if (object.kind().equals("grant")) {
            return grant(object, entry.after().map(CatalogueObject::definition));
        }
        if (object.kind().equals("column")
                && from.place(object.key()).isPresent()
                && to.place(object.key()).isPresent()) {
            // a view's column is told only while something is set on it
            return changed(object);
        }
        if (object.kind().equals("sequence")) {
            boolean comes = BridgeSequences.isOfIdentity(facts(to, object.key()));
            if (comes || BridgeSequences.isOfIdentity(facts(from, object.key()))) {
                return ofIdentity(object.key(), comes);
            }
        }
        if (entry.after().isEmpty()) {
            return gone(object);
        }
        Optional<CatalogueObject> there = Optional.ofNullable(has.objects().get(object.key()));
        if (!entry.after().equals(there) && !ColumnPlace.onlyDiffers(new Entry(there, entry.after()))) {
            return Optional.empty();
        }
        return entry.before().isEmpty() ? fresh(object) : changed(object);
    }

    private static Map<String, String> facts(BridgeSide side, String key) throws SQLException {
        Optional<Place> place = side.place(key);
        return place.isPresent() ? side.facts(place.get()) : Map.of();
    }

    /** The sequence of an identity column goes with it. */
    private Optional<BridgeStep> ofIdentity(String key, boolean comes) throws SQLException {
        List<List<Statement>> ways = comes ? BridgeSequences.ofIdentity(from, to, key) : List.of();
        return ways.isEmpty() ? Optional.empty() : Optional.of(new BridgeStep(rank("sequence"), key, ways, List.of()));
    }

    private Optional<BridgeStep> gone(CatalogueObject object) {
        Optional<Place> place = from.place(object.key());
        return place.flatMap(BridgeDrops::drop)
                .map(drop -> new BridgeStep(
                        -rank(object.kind()),
                        object.key(),
                        List.of(List.of(drop)),
                        place.stream().toList()));
    }

    private Optional<BridgeStep> fresh(CatalogueObject object) throws SQLException {
        List<Statement> making = making(object.key());
        return making.isEmpty()
                ? Optional.empty()
                : Optional.of(new BridgeStep(rank(object.kind()), object.key(), List.of(making), List.of()));
    }

    private List<Statement> making(String key) throws SQLException {
        Optional<Place> place = to.place(key);
        if (place.isPresent() && place.get().kind().equals("column")) {
            Map<String, String> facts = to.facts(place.get());
            // what is inherited comes with the parent's
            return facts.getOrDefault("relation_kind", "").endsWith("TABLE") && !"true".equals(facts.get("inherited"))
                    ? List.of(BridgeStep.plain(BridgeAlterations.added(facts)))
                    : List.of();
        }
        return BridgeStep.all(to.making(key));
    }

    private Optional<BridgeStep> changed(CatalogueObject object) throws SQLException {
        Optional<Place> place = from.place(object.key());
        Optional<Place> wanted = to.place(object.key());
        if (place.isEmpty() || wanted.isEmpty()) {
            return Optional.empty();
        }
        List<List<Statement>> ways = new ArrayList<>();
        if (from.knowsFacts(object.kind())) {
            List<Statement> altered = BridgeAlterations.of(
                    place.get(), settled(from.facts(place.get()), to.facts(wanted.get())), to.facts(wanted.get()));
            if (!altered.isEmpty()) {
                ways.add(altered);
            }
            if (object.kind().equals("sequence")
                    && BridgeFacts.differs("options", from.facts(place.get()), to.facts(wanted.get()))) {
                ways.add(BridgeSequences.moved(place.get().identity(), to.facts(wanted.get())));
            }
            if (object.kind().equals("column")) {
                BridgeAlterations.generatedAnew(from.facts(place.get()), to.facts(wanted.get()))
                        .ifPresent(ways::add);
            }
        }
        if (object.kind().equals("type") && ways.isEmpty()) {
            List<Statement> anew = BridgeTypes.anew(place.get(), making(object.key()), from.columnsOf(place.get()));
            return Optional.of(new BridgeStep(rank(object.kind()), object.key(), List.of(anew), List.of(place.get())));
        }
        boolean holdsRows = object.kind().equals("table") || object.kind().equals("column");
        if (!holdsRows && !object.kind().equals("schema")) {
            List<Statement> making = making(object.key());
            if (!making.isEmpty()) {
                if (making.get(0).sql().startsWith("CREATE OR REPLACE")) {
                    ways.add(making);
                }
                BridgeDrops.drop(place.get()).ifPresent(drop -> {
                    List<Statement> anew = new ArrayList<>(List.of(drop));
                    anew.addAll(making);
                    ways.add(anew);
                });
            }
        }
        return ways.isEmpty()
                ? Optional.empty()
                : Optional.of(new BridgeStep(rank(object.kind()), object.key(), ways, List.of(place.get())));
    }

    /** What is so as soon as something else was done: a column is declared besides being inherited as soon as its parent has it, which may have to come first. */
    private Map<String, String> settled(Map<String, String> facts, Map<String, String> wanted) throws SQLException {
        boolean orphan = "true".equals(wanted.get("both"))
                && BridgeFacts.lines(wanted.get("parents")).stream()
                        .anyMatch(parent -> from.place("table " + parent).isPresent()
                                && from.place("column " + parent + "." + wanted.get("name"))
                                        .isEmpty());
        Map<String, String> settled = new HashMap<>(facts);
        if (orphan) {
            settled.put("both", "true");
        }
        String sequence = "sequence " + facts.getOrDefault("sequence", "");
        if ("".equals(facts.get("identity"))
                && to.place(sequence).isPresent()
                && !BridgeSequences.isOfIdentity(facts(to, sequence))) {
            // it stays what it is when the column becomes an identity column
            settled.remove("sequence");
        }
        return settled;
    }

    private Optional<BridgeStep> comment(CatalogueObject comment, Optional<String> text) {
        return from.place(comment.name())
                .map(place -> new BridgeStep(
                        rank("comment"),
                        comment.key(),
                        List.of(List.of(BridgeStep.plain("COMMENT ON " + BridgeDrops.named(place) + " IS "
                                + text.map(words -> "'" + words.replace("'", "''") + "'")
                                        .orElse("NULL")))),
                        List.of()));
    }

    private Optional<BridgeStep> grant(CatalogueObject grant, Optional<String> rights) {
        int at = grant.name().lastIndexOf(" to ");
        String key = grant.name().substring(0, at);
        // what belongs to a column that a table has anyway is read with it
        List<Statement> statements =
                BridgeRights.statements(key, from.place(key), grant.name().substring(at + 4), rights);
        int rank = rank("grant") + (key.startsWith("column ") ? 1 : 0);
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of(new BridgeStep(rank, grant.key(), List.of(statements), List.of()));
    }

    /** Tables whose columns will be the right ones and stand in another order, of those to which one of these belongs. */
    List<BridgeColumnOrder> disordered(List<Entry> entries) {
        Map<String, BridgeColumnOrder> tables = new TreeMap<>();
        for (Entry entry : entries) {
            if (ColumnPlace.differs(entry)) {
                String key = entry.object().key();
                from.place(key)
                        .flatMap(from::table)
                        .or(() -> to.place(key).flatMap(to::table))
                        .filter(table -> table.startsWith("table "))
                        .ifPresent(table -> from.place(table)
                                .flatMap(here ->
                                        to.place(table).map(there -> new BridgeColumnOrder(from, to, here, there)))
                                .ifPresent(order -> tables.put(table, order)));
            }
        }
        return tables.values().stream().filter(BridgeColumnOrder::differs).toList();
    }

    /** Where a column has its place among those that are to come. */
    int place(Entry entry) {
        return entry.object().kind().equals("column")
                ? to.place(entry.object().key()).map(Place::sub).orElse(0)
                : 0;
    }

    /** Drops come first, in the order of the things that stand on others. */
    static int rank(String kind) {
        int at = ORDER.indexOf(kind);
        return 1 + (at < 0 ? ORDER.size() : at);
    }
}
