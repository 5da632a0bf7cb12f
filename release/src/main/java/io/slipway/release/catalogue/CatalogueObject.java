package io.slipway.release.catalogue;

/**
 * One object of a database's catalogue.
 *
 * @param kind such as {@code table}, {@code column}, {@code index}, {@code constraint}, {@code view}, {@code function},
 *     {@code trigger}, {@code sequence}, {@code type}, {@code grant}
 * @param name qualified, unique within its kind, such as {@code public.customer.email}
 * @param definition everything that makes it what it is, in a form that is equal on every supported version of the
 *     product; never an oid, a time or a file number
 */
public record CatalogueObject(String kind, String name, String definition) {

    /** What identifies it among all objects. */
    public String key() {
        return kind + " " + name;
    }
}
