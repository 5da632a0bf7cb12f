package io.slipway.database.postgresql;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import java.sql.Connection;

/** Follows a PostgreSQL catalogue by reading all of it. */
public final class PostgresCatalogueWatch implements CatalogueWatch {
    private final FullCatalogueWatch watch;

    public PostgresCatalogueWatch(Connection connection) {
        PostgresCatalogue catalogue = new PostgresCatalogue(connection);
        this.watch = new FullCatalogueWatch(catalogue::read);
    }

    @Override
    public CatalogueDifference look() {
        return watch.look();
    }

    @Override
    public Catalogue current() {
        return watch.current();
    }

    @Override
    public void undo(CatalogueDifference difference) {
        watch.undo(difference);
    }
}
