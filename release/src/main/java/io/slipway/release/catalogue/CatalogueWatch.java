package io.slipway.release.catalogue;

/**
 * Follows one database's catalogue while scripts run on it. A product that can tell which objects were touched reads
 * only those; the others read everything and compare.
 */
public interface CatalogueWatch {

    /** What changed since the last look (or since the watch began). Works inside an open transaction. */
    CatalogueDifference look();

    /** The whole catalogue as of the last look. */
    Catalogue current();

    /**
     * Says that the database was put back (by a rollback, or from a copy) to what it was before {@code difference}, the
     * newest one not yet undone, was seen.
     */
    void undo(CatalogueDifference difference);
}
