package io.slipway.database;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.catalogue.CatalogueWatch;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Follows a catalogue by reading all of it at each look: right for every product, as slow as the database is large. */
public final class FullCatalogueWatch implements CatalogueWatch {
    private final Supplier<Catalogue> reader;
    private Catalogue current;

    public FullCatalogueWatch(Supplier<Catalogue> reader) {
        this.reader = reader;
        this.current = reader.get();
    }

    @Override
    public CatalogueDifference look() {
        Catalogue now = reader.get();
        CatalogueDifference difference = CatalogueDifference.between(current, now);
        current = now;
        return difference;
    }

    @Override
    public Catalogue current() {
        return current;
    }

    @Override
    public void undo(CatalogueDifference difference) {
        SortedMap<String, CatalogueObject> objects = new TreeMap<>(current.objects());
        difference.entries().forEach(entry -> {
            entry.after().ifPresent(object -> objects.remove(object.key()));
            entry.before().ifPresent(object -> objects.put(object.key(), object));
        });
        current = new Catalogue(objects);
    }
}
