package io.slipway.database.mariadb;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what was renamed: of what went and what came, the two that are alike. To drop the one and make the other would
 * lose rows.
 */
final class MariadbRenames {
    private final Catalogue now;
    private final Catalogue wanted;

    MariadbRenames(Catalogue now, Catalogue wanted) {
        this.now = now;
        this.wanted = wanted;
    }

    /** Tables first: what is inside goes with them. A pair is taken only when there is no other like it. */
    List<MariadbStep> of(List<Entry> entries) {
        List<MariadbStep> steps = new ArrayList<>();
        for (String kind : List.of("table", "column", "index")) {
            List<CatalogueObject> gone = objects(entries, kind, "removed");
            List<CatalogueObject> fresh = objects(entries, kind, "added");
            for (CatalogueObject old : gone) {
                List<CatalogueObject> alike =
                        fresh.stream().filter(each -> alike(old, each)).toList();
                boolean only = alike.size() == 1
                        && gone.stream()
                                        .filter(each -> alike(each, alike.get(0)))
                                        .count()
                                == 1;
                if (only) {
                    step(old, alike.get(0)).ifPresent(steps::add);
                }
            }
            if (!steps.isEmpty()) {
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
        if (!old.definition().equals(fresh.definition())) {
            return false;
        }
        return old.kind().equals("table")
                ? inside(now, old).equals(inside(wanted, fresh))
                        && !inside(now, old).isEmpty()
                : owner(old).isPresent() && owner(old).equals(owner(fresh));
    }

    private static Map<String, String> inside(Catalogue catalogue, CatalogueObject table) {
        String start = table.name() + ".";
        return catalogue.objects().values().stream()
                .filter(object ->
                        object.kind().equals("column") && object.name().startsWith(start))
                .collect(Collectors.toMap(
                        object -> object.name().substring(start.length()),
                        CatalogueObject::definition,
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** The table of both, which is there before and after. */
    private Optional<String> owner(CatalogueObject object) {
        return now.objects().values().stream()
                .filter(each -> each.kind().equals("table")
                        && object.name().startsWith(each.name() + ".")
                        && wanted.objects().containsKey(each.key()))
                .map(CatalogueObject::name)
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    private Optional<MariadbStep> step(CatalogueObject old, CatalogueObject fresh) {
        String guess = "takes " + fresh.key() + " for the renamed " + old.key() + ", since they are alike";
        if (old.kind().equals("table")) {
            return Optional.of(MariadbStep.warned(
                    old.key(),
                    "RENAME TABLE " + MariadbBridgeSide.quoted(old.name()) + " TO "
                            + MariadbBridgeSide.quoted(fresh.name()),
                    guess));
        }
        return owner(old)
                .map(table -> MariadbStep.warned(
                        old.key(),
                        "ALTER TABLE " + MariadbBridgeSide.quoted(table) + " RENAME "
                                + (old.kind().equals("column") ? "COLUMN " : "INDEX ")
                                + MariadbBridgeSide.quoted(old.name().substring(table.length() + 1)) + " TO "
                                + MariadbBridgeSide.quoted(fresh.name().substring(table.length() + 1)),
                        guess));
    }
}
