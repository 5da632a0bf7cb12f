package io.slipway.database.postgresql;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what was renamed or moved to another schema: of what went and what came, the two that are alike. To drop the one
 * and make the other would lose rows, or what stands on it.
 */
final class BridgeRenames {
    /** The outermost first: what is inside goes with it. */
    private static final List<String> KINDS = List.of(
            "schema", "type", "domain", "collation", "sequence", "language", "table", "column", "constraint", "index");

    private final Catalogue now;
    private final Catalogue wanted;
    private final BridgeSide from;
    private final BridgeSide to;

    BridgeRenames(Catalogue now, Catalogue wanted, BridgeSide from, BridgeSide to) {
        this.now = now;
        this.wanted = wanted;
        this.from = from;
        this.to = to;
    }

    /** One step per renamed object, the outermost first; a pair is taken only when there is no other like it. */
    List<BridgeStep> of(List<Entry> entries) {
        List<BridgeStep> steps = new ArrayList<>();
        for (String kind : KINDS) {
            List<CatalogueObject> gone = objects(entries, kind, "removed");
            List<CatalogueObject> fresh = objects(entries, kind, "added");
            for (CatalogueObject old : gone) {
                List<CatalogueObject> alike =
                        fresh.stream().filter(each -> alike(old, each)).toList();
                if (alike.size() == 1
                        && gone.stream()
                                        .filter(each -> alike(each, alike.get(0)))
                                        .count()
                                == 1) {
                    step(old, alike.get(0)).ifPresent(steps::add);
                }
            }
            if (!steps.isEmpty()) {
                // what is inside goes with it, so look again
                return steps;
            }
        }
        return steps;
    }

    private static List<CatalogueObject> objects(List<Entry> entries, String kind, String event) {
        return entries.stream()
                .filter(entry -> entry.event().equals(event))
                .map(Entry::object)
                .filter(object -> object.kind().equals(kind))
                .toList();
    }

    private boolean alike(CatalogueObject old, CatalogueObject fresh) {
        return switch (old.kind()) {
            case "schema" ->
                inside(now, old).equals(inside(wanted, fresh))
                        && !inside(now, old).isEmpty();
            case "table" ->
                old.definition().equals(fresh.definition())
                        && !inside(now, old).isEmpty()
                        && inside(now, old).equals(inside(wanted, fresh));
            case "column" -> sameOwner(old, fresh) && old.definition().equals(fresh.definition());
            case "constraint" -> sameOwner(old, fresh) && renamed(old, fresh).equals(fresh.definition());
            case "index" -> renamed(old, fresh).equals(fresh.definition());
            case "sequence" ->
                !BridgeSequences.isOfIdentity(old)
                        && !BridgeSequences.isOfIdentity(fresh)
                        && (old.definition().equals(fresh.definition())
                                || BridgeSequences.owner(old).isPresent()
                                        && BridgeSequences.owner(old).equals(BridgeSequences.owner(fresh)));
            default -> old.definition().equals(fresh.definition());
        };
    }

    /** The definition of an index, or of a constraint that has one, names it. */
    private String renamed(CatalogueObject old, CatalogueObject fresh) {
        String oldName = from.place(old.key()).map(Place::own).orElse("");
        String newName = to.place(fresh.key()).map(Place::own).orElse("");
        return old.definition().replace(" " + oldName + " ", " " + newName + " ");
    }

    private boolean sameOwner(CatalogueObject old, CatalogueObject fresh) {
        Optional<Place> one = from.place(old.key());
        Optional<Place> other = to.place(fresh.key());
        return one.isPresent()
                && other.isPresent()
                && one.get().owner().equals(other.get().owner());
    }

    /** Names and definitions of what has the object's name before its own: a schema's objects, a table's columns. */
    private static Map<String, String> inside(Catalogue catalogue, CatalogueObject outer) {
        String start = outer.name() + ".";
        boolean schema = outer.kind().equals("schema");
        return catalogue.objects().values().stream()
                .filter(object -> object.name().startsWith(start)
                        && (schema
                                ? object.kind().equals("table")
                                : object.kind().equals("column")))
                .collect(Collectors.toMap(
                        object -> object.name().substring(start.length()),
                        object -> schema ? "" : object.definition(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private Optional<BridgeStep> step(CatalogueObject old, CatalogueObject fresh) {
        Optional<Place> place = from.place(old.key());
        Optional<Place> wantedPlace = to.place(fresh.key());
        if (place.isEmpty() || wantedPlace.isEmpty()) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>();
        String guess = "takes " + fresh.key() + " for the renamed " + old.key() + ", since they are alike";
        String name = wantedPlace.get().own();
        Place at = place.get();
        switch (old.kind()) {
            case "column" ->
                statements.add(BridgeStep.warned(
                        "ALTER " + (at.sort().startsWith("foreign") ? "FOREIGN TABLE " : "TABLE ") + at.owner()
                                + " RENAME COLUMN " + at.own() + " TO " + name,
                        guess));
            case "constraint" ->
                statements.add(BridgeStep.warned(
                        "ALTER " + (at.sort().startsWith("domain") ? "DOMAIN " : "TABLE ") + at.owner()
                                + " RENAME CONSTRAINT " + at.own() + " TO " + name,
                        guess));
            default -> {
                String alter = "ALTER " + old.kind().toUpperCase(Locale.ROOT) + " ";
                boolean moved = at.names().size() == 2
                        && !at.names().get(0).equals(wantedPlace.get().names().get(0));
                boolean renamed = !at.own().equals(name);
                String identity = at.identity();
                if (moved) {
                    statements.add(BridgeStep.warned(
                            alter + identity + " SET SCHEMA "
                                    + wantedPlace.get().names().get(0),
                            guess));
                    identity = wantedPlace.get().names().get(0) + "." + at.own();
                }
                if (renamed) {
                    statements.add(BridgeStep.warned(alter + identity + " RENAME TO " + name, guess));
                }
            }
        }
        return Optional.of(new BridgeStep(0, old.key(), List.of(statements), List.of()));
    }
}
