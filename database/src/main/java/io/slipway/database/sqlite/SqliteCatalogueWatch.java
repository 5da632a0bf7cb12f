package io.slipway.database.sqlite;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.catalogue.CatalogueWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Follows a catalogue by the rows of {@code sqlite_schema}, of which each says by itself all that is to be known of its
 * object. They come as a few long texts, one for each 64 of them; only where such a text is
 * another than before are columns, indexes and foreign keys read. So a look costs little more than a comparison.
 */
final class SqliteCatalogueWatch implements CatalogueWatch {
    private final Supplier<SqliteCatalogue> catalogue;
    private final Map<Long, Block> blocks = new HashMap<>();
    /** What the blocks hold. */
    private final Map<String, CatalogueObject> seen = new HashMap<>();
    /** What was told: the same, but for what has been undone since. */
    private final SortedMap<String, CatalogueObject> told = new TreeMap<>();
    /** Where the two may differ. */
    private final Set<String> doubtful = new TreeSet<>();

    /** Some rows of {@code sqlite_schema}. */
    private record Block(String text, List<String> keys) {}

    /** @param catalogue asked at each look, since the session may be another one */
    SqliteCatalogueWatch(Supplier<SqliteCatalogue> catalogue) {
        this.catalogue = catalogue;
        look();
    }

    @Override
    public CatalogueDifference look() {
        Set<String> touched = new TreeSet<>(doubtful);
        touched.addAll(readAgain());
        doubtful.clear();
        List<CatalogueDifference.Entry> entries = new ArrayList<>();
        for (String key : touched) {
            CatalogueObject before = told.get(key);
            CatalogueObject now = seen.get(key);
            if (!Objects.equals(before, now)) {
                entries.add(new CatalogueDifference.Entry(Optional.ofNullable(before), Optional.ofNullable(now)));
                put(key, Optional.ofNullable(now));
            }
        }
        return new CatalogueDifference(List.copyOf(entries));
    }

    /** Brings the blocks up to date; gives the keys of all that was or is in those that changed. */
    private Set<String> readAgain() {
        SqliteCatalogue reader = catalogue.get();
        Map<Long, String> texts = reader.blocks();
        Set<Long> changed = new TreeSet<>(blocks.keySet());
        changed.addAll(texts.keySet());
        changed.removeIf(number -> {
            Block block = blocks.get(number);
            return block != null && block.text().equals(texts.get(number)) && !SqliteCatalogue.restless(block.text());
        });
        Set<String> touched = new TreeSet<>();
        for (long number : changed) {
            Block old = blocks.remove(number);
            if (old != null) {
                touched.addAll(old.keys());
                old.keys().forEach(seen::remove);
            }
        }
        for (long number : changed) {
            String text = texts.get(number);
            if (text != null) {
                List<String> keys = new ArrayList<>();
                for (CatalogueObject object : reader.read(number)) {
                    seen.put(object.key(), object);
                    keys.add(object.key());
                }
                blocks.put(number, new Block(text, List.copyOf(keys)));
                touched.addAll(keys);
            }
        }
        return touched;
    }

    @Override
    public Catalogue current() {
        return new Catalogue(new TreeMap<>(told));
    }

    @Override
    public void undo(CatalogueDifference difference) {
        difference.entries().forEach(entry -> {
            String key = entry.object().key();
            put(key, entry.before());
            doubtful.add(key);
        });
    }

    private void put(String key, Optional<CatalogueObject> object) {
        if (object.isPresent()) {
            told.put(key, object.get());
        } else {
            told.remove(key);
        }
    }
}
