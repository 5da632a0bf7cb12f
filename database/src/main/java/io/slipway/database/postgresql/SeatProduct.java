package io.slipway.database.postgresql;

import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BiFunction;
import java.util.function.Function;

/** PostgreSQL, whose sessions and reference databases come from elsewhere than the project says. */
final class SeatProduct implements DatabaseProduct {
    private final PostgresProduct product;
    private final BiFunction<Address, String, Target> sessions;
    private final Function<ReferenceSettings, ReferenceServer> references;

    SeatProduct(
            PostgresProduct product,
            BiFunction<Address, String, Target> sessions,
            Function<ReferenceSettings, ReferenceServer> references) {
        this.product = product;
        this.sessions = sessions;
        this.references = references;
    }

    @Override
    public String name() {
        return product.name();
    }

    @Override
    public Dialect dialect() {
        return product.dialect();
    }

    @Override
    public boolean understands(String url) {
        return product.understands(url);
    }

    @Override
    public Target connect(Address address, String project) {
        return sessions.apply(address, project);
    }

    @Override
    public void dump(Address address, OutputStream out) throws IOException {
        product.dump(address, out);
    }

    @Override
    public ReferenceServer reference(ReferenceSettings settings) {
        return references.apply(settings);
    }
}
