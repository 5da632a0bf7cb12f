package io.slipway.release.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How one catalogue differs from another, object by object, in key order. */
public record CatalogueDifference(List<Entry> entries) {

    /** One object that came (no {@code before}), went (no {@code after}) or changed. */
    public record Entry(Optional<CatalogueObject> before, Optional<CatalogueObject> after) {

        public CatalogueObject object() {
            return after.or(() -> before).orElseThrow();
        }

        /** {@code added}, {@code removed} or {@code changed}. */
        public String event() {
            return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
        }

        @Override
        public String toString() {
            return event() + " " + object().key();
        }
    }

    public static CatalogueDifference between(Catalogue before, Catalogue after) {
        List<Entry> entries = new ArrayList<>();
        before.objects().forEach((key, object) -> {
            CatalogueObject now = after.objects().get(key);
            if (!object.equals(now)) {
                entries.add(new Entry(Optional.of(object), Optional.ofNullable(now)));
            }
        });
        after.objects().forEach((key, object) -> {
            if (!before.objects().containsKey(key)) {
                entries.add(new Entry(Optional.empty(), Optional.of(object)));
            }
        });
        entries.sort(Comparator.comparing(e -> e.object().key()));
        return new CatalogueDifference(List.copyOf(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
