package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one {@link Unit} held when it was read. */
final class UnitContent {
    private final List<CatalogueObject> objects = new ArrayList<>(4);
    private final Set<Part> parts = new HashSet<>(4);
    private final Set<Long> parents = new HashSet<>(1);
    private boolean restless;

    /** A row of a system catalogue, by which a dropped constraint, trigger or index is traced to its table. */
    record Part(long catalogue, long oid) {}

    List<CatalogueObject> objects() {
        return objects;
    }

    Set<Part> parts() {
        return parts;
    }

    /** Tables that it inherits from, is a partition of or, for a sequence, belongs to. */
    Set<Long> parents() {
        return parents;
    }

    /** Whether it can change without any event being fired: a REINDEX makes an invalid index valid. */
    boolean restless() {
        return restless;
    }

    void add(CatalogueObject object) {
        objects.add(object);
        restless |= object.definition().startsWith("invalid");
    }

    boolean sameObjects(UnitContent other) {
        return new HashSet<>(objects).equals(new HashSet<>(other.objects));
    }
}
