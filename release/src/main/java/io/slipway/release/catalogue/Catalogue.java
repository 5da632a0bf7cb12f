package io.slipway.release.catalogue;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** All objects of one database that are its users' (nothing of the system's and nothing of Slipway's own), by key. */
public record Catalogue(SortedMap<String, CatalogueObject> objects) {

    public static Catalogue of(Collection<CatalogueObject> objects) {
        SortedMap<String, CatalogueObject> byKey = new TreeMap<>();
        objects.forEach(o -> byKey.put(o.key(), o));
        return new Catalogue(byKey);
    }

    /**
     * SHA-256, lower-case hex, over every object in key order as {@code key NUL definition NUL}. Equal exactly when
     * the schemas are equal.
     */
    public String fingerprint() {
        MessageDigest sha = Sha256.start();
        for (CatalogueObject object : objects.values()) {
            sha.update(object.key().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(object.definition().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
