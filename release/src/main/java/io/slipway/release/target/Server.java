package io.slipway.release.target;

/**
 * What a target database runs on.
 *
 * @param product as people write it, such as {@code PostgreSQL} or {@code MariaDB}
 * @param version full version, such as {@code 18.6}
 */
public record Server(String product, String version, int major) {
    @Override
    public String toString() {
        return product + " " + version;
    }
}
