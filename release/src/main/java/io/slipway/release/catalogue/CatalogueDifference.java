package io.slipway.release.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    /** This difference followed by {@code next}: what comes and goes again, or changes and changes back, is not in it. */
    public CatalogueDifference then(CatalogueDifference next) {
        Map<String, Entry> net = new TreeMap<>();
        entries.forEach(e -> net.put(e.object().key(), e));
        for (Entry e : next.entries) {
            Entry earlier = net.get(e.object().key());
            Entry both = new Entry(earlier == null ? e.before() : earlier.before(), e.after());
            if (both.before().equals(both.after())) {
                net.remove(e.object().key());
            } else {
                net.put(e.object().key(), both);
            }
        }
        return new CatalogueDifference(List.copyOf(net.values()));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
