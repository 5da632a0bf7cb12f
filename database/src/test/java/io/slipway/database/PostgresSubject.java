package io.slipway.database;

import io.slipway.database.postgresql.PostgresProduct;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.target.Address;
import io.slipway.release.target.Target;
import io.slipway.testkit.PostgresServer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

final class PostgresSubject extends Subject {
    private final PostgresServer server;

    PostgresSubject(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseProduct product() {
        return new PostgresProduct(Clock.systemUTC());
    }

    @Override
    Address newDatabase() {
        return address(server.createDatabase());
    }

    @Override
    String server() {
        return "PostgreSQL";
    }

    @Override
    String version() {
        return server.major() + ".";
    }

    @Override
    Address unreachable() {
        return new Address("jdbc:postgresql://127.0.0.1:1/shop", "shop", WRONG, Optional.empty());
    }

    @Override
    String slow() {
        return "SELECT pg_sleep(30)";
    }

    @Override
    String syntaxError() {
        return "42601";
    }

    @Override
    String duplicate() {
        return "23505";
    }

    @Override
    List<String> stopped() {
        return List.of("57014");
    }

    @Override
    List<String> rudeness() {
        return List.of(
                "CREATE TEMPORARY TABLE leftover (i int)",
                "SET search_path = pg_catalog",
                "SET standard_conforming_strings = off",
                "SET client_encoding = 'LATIN1'",
                "PREPARE leftover AS SELECT 1");
    }

    @Override
    Optional<String> otherStrings() {
        return Optional.of("SELECT set_config('standard_conforming_strings', 'off', false)");
    }

    @Override
    String worksWhenFresh() {
        return "CREATE TABLE leftover (i int)";
    }

    @Override
    void killSessions(Address address, Target target) {
        server.admin()
                .run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + address.user() + "'");
    }

    @Override
    boolean copiesRows() {
        return true;
    }

    @Override
    String table(String name) {
        return "slipway." + name;
    }

    @Override
    Optional<Address> referenceServer() {
        return Optional.of(address(server.admin()));
    }
}
