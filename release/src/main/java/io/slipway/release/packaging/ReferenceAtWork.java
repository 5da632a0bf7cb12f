package io.slipway.release.packaging;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.reference.ReferenceDatabase;

/** The scratch database that scripts are proved on, and its watch; another one when a proof spoiled it. */
final class ReferenceAtWork {
    private ReferenceDatabase database;
    private CatalogueWatch watch;

    /** From here on its catalogue is followed. */
    ReferenceAtWork(ReferenceDatabase database) {
        this.database = database;
        this.watch = database.watch();
    }

    ReferenceDatabase database() {
        return database;
    }

    CatalogueWatch watch() {
        return watch;
    }

    /** Its session is another one, as after a copy. */
    void followAgain() {
        watch = database.watch();
    }

    void replace(ReferenceDatabase other) {
        database = other;
        watch = other.watch();
    }
}
