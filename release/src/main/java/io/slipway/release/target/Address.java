package io.slipway.release.target;

import java.util.Optional;

/**
 * Where a database is and as whom to enter it.
 *
 * @param url JDBC URL without credentials
 * @param user empty when the product needs none
 * @param schema current schema (search path) for scripts, when not the database's own default
 */
public record Address(String url, String user, Secret password, Optional<String> schema) {}
