package io.slipway.database;

import io.slipway.database.mariadb.MariadbProduct;
import io.slipway.database.mariadb.MariadbSteps;
import io.slipway.database.postgresql.PostgresProduct;
import io.slipway.database.postgresql.PostgresSteps;
import io.slipway.database.sqlite.SqliteProduct;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.rollout.provision.DatabaseSteps;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The database products that Slipway knows. */
public final class Products {
    private final List<DatabaseProduct> products;

    public Products(List<DatabaseProduct> products) {
        this.products = List.copyOf(products);
    }

    public List<DatabaseProduct> list() {
        return products;
    }

    /** Every product that Slipway deploys to. */
    public static Products all(Clock clock) {
        return new Products(List.of(
                new PostgresProduct(clock),
                MariadbProduct.mariadb(clock),
                MariadbProduct.mysql(clock),
                new SqliteProduct(clock)));
    }

    /** The same for a server: what strangers' scripts could do to the machine that they run on is taken from them. */
    public static Products onServer(Clock clock) {
        return new Products(List.of(
                new PostgresProduct(clock),
                MariadbProduct.mariadb(clock),
                MariadbProduct.mysql(clock),
                SqliteProduct.alone(clock)));
    }

    /** How databases are made for teams, on each product that it can be done on. */
    public static List<DatabaseSteps> provisioned() {
        return List.of(new PostgresSteps(), new MariadbSteps());
    }

    /** @throws SlipwayException {@code database-unsupported} */
    public DatabaseProduct named(String name) {
        return products.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> unsupported(name));
    }

    /**
     * The product whose JDBC URL this is.
     *
     * @throws SlipwayException {@code database-unsupported}
     */
    public DatabaseProduct forUrl(String url) {
        // Only the scheme is repeated: what follows may hold a password.
        return products.stream()
                .filter(p -> p.understands(url))
                .findFirst()
                .orElseThrow(() -> unsupported(url.replaceFirst("^((?:jdbc:)?[^:]{0,40}).*", "$1")));
    }

    private SlipwayException unsupported(String what) {
        return SlipwayException.of(
                ErrorCode.DATABASE_UNSUPPORTED,
                "Slipway does not know the database \"" + what + "\".",
                "It knows " + products.stream().map(DatabaseProduct::name).collect(Collectors.joining(", ")) + ".");
    }
}
