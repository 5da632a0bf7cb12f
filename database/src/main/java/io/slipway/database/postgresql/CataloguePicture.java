package io.slipway.database.postgresql;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A catalogue in memory, by unit, so that a few units can be replaced. */
final class CataloguePicture {
    private final Map<Unit, UnitContent> units = new HashMap<>();
    private final TreeMap<String, CatalogueObject> objects = new TreeMap<>();
    private final Map<UnitContent.Part, Unit> byPart = new HashMap<>();
    private final Set<Unit> restless = new HashSet<>();
    private final Map<Long, Set<Unit>> children = new HashMap<>();

    Catalogue catalogue() {
        return new Catalogue(new TreeMap<>(objects));
    }

    Set<Unit> units() {
        return units.keySet();
    }

    Map<Unit, UnitContent> content() {
        return units;
    }

    Set<Unit> restless() {
        return restless;
    }

    Optional<Unit> holding(UnitContent.Part part) {
        return Optional.ofNullable(byPart.get(part));
    }

    /** Relations that inherited from one of these when they were read. */
    Set<Unit> childrenOf(Collection<Unit> parents) {
        return parents.stream()
                .filter(u -> u.group() == Unit.Group.RELATION)
                .flatMap(u -> children.getOrDefault(u.oid(), Set.of()).stream())
                .collect(Collectors.toSet());
    }

    /** Takes in all there is, into an empty picture. */
    void begin(Map<Unit, UnitContent> all) {
        all.forEach(this::put);
    }

    /** What was there before a replacement; a unit that was not is present without content. */
    record Replaced(CatalogueDifference difference, Map<Unit, Optional<UnitContent>> before) {}

    /** Puts the new content of some units, none for those that are gone, in the place of the old. */
    Replaced replace(Collection<Unit> touched, Map<Unit, UnitContent> now) {
        Map<Unit, Optional<UnitContent>> before = new HashMap<>();
        Map<String, CatalogueObject> old = new HashMap<>();
        for (Unit unit : touched) {
            UnitContent content = units.get(unit);
            before.put(unit, Optional.ofNullable(content));
            if (content != null) {
                content.objects().forEach(o -> old.put(o.key(), o));
            }
        }
        touched.forEach(this::remove);
        touched.forEach(unit -> put(unit, now.get(unit)));
        return new Replaced(difference(old, touched, now), before);
    }

    /** Undoes a replacement. */
    void restore(Map<Unit, Optional<UnitContent>> before) {
        before.keySet().forEach(this::remove);
        before.forEach((unit, content) -> put(unit, content.orElse(null)));
    }

    private void remove(Unit unit) {
        UnitContent content = units.remove(unit);
        restless.remove(unit);
        if (content != null) {
            content.objects().forEach(o -> objects.remove(o.key(), o));
            content.parts().forEach(p -> byPart.remove(p, unit));
            content.parents()
                    .forEach(p -> children.getOrDefault(p, new HashSet<>()).remove(unit));
        }
    }

    private void put(Unit unit, @Nullable UnitContent content) {
        if (content == null) {
            return;
        }
        units.put(unit, content);
        content.objects().forEach(o -> objects.put(o.key(), o));
        content.parts().forEach(p -> byPart.put(p, unit));
        content.parents()
                .forEach(p -> children.computeIfAbsent(p, x -> new HashSet<>()).add(unit));
        if (content.restless()) {
            restless.add(unit);
        }
    }

    private static CatalogueDifference difference(
            Map<String, CatalogueObject> old, Collection<Unit> touched, Map<Unit, UnitContent> now) {
        List<Entry> entries = new ArrayList<>();
        for (Unit unit : touched) {
            UnitContent content = now.get(unit);
            for (CatalogueObject object : content == null ? List.<CatalogueObject>of() : content.objects()) {
                CatalogueObject before = old.remove(object.key());
                if (!object.equals(before)) {
                    entries.add(new Entry(Optional.ofNullable(before), Optional.of(object)));
                }
            }
        }
        old.values().forEach(o -> entries.add(new Entry(Optional.of(o), Optional.empty())));
        entries.sort(Comparator.comparing(e -> e.object().key()));
        return new CatalogueDifference(List.copyOf(entries));
    }
}
