package io.slipway.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.NativeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MariadbProductTest {
    private static final MariadbProduct PRODUCT = MariadbProduct.mariadb(Clock.systemUTC());

    @TempDir
    Path folder;

    private static Address address(Database database, String url) {
        return new Address(url, database.user(), Secret.of(database.password()), Optional.empty());
    }

    @Test
    void theProjectsOptionsCannotLoosenOurs() {
        String url = MariadbUrl.parse(
                        "jdbc:mysql://db:3307/shop?allowMultiQueries=true&sslMode=disable&allowLocalInfile=true")
                .jdbc();
        assertThat(url)
                .startsWith("jdbc:mariadb://db:3307/shop?")
                .contains("sslMode=disable", "allowMultiQueries=false", "allowLocalInfile=false")
                .doesNotContain("=true&sslMode", "allowLocalInfile=true");
        assertThat(MariadbProduct.mysql(Clock.systemUTC()).understands("jdbc:mysql://db/shop"))
                .isTrue();
    }

    @Test
    void aUrlWithoutDatabaseIsRefusedUnlessASchemaIsGiven() {
        MariadbServer server = MariadbServer.findOrSkip();
        Database database = server.createDatabase();
        String url = database.url().replace("/" + database.user(), "/");
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(() -> PRODUCT.connect(address(database, url), "shop"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID));
        Address withSchema =
                new Address(url, database.user(), Secret.of(database.password()), Optional.of(database.user()));
        try (Target target = PRODUCT.connect(withSchema, "shop")) {
            target.history().prepare();
            assertThat(target.history().entries()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsToldWithWhatToDo() {
        Database database = MariadbServer.findOrSkip().createDatabase();
        String url = database.url().replace("?sslMode=disable", "");
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(() -> PRODUCT.connect(address(database, url), "shop"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE))
                .satisfies(refusal -> assertThat(refusal.help())
                        .startsWith("The server has no TLS.")
                        .contains("?sslMode=disable"));
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldWithWhatToDo() {
        SQLException refused = new SQLException(
                "Socket error", "08000", new SSLHandshakeException("unable to find valid certification path"));
        assertThat(MariadbProduct.refused(refused, MariadbUrl.parse("jdbc:mariadb://db/shop"))
                        .help())
                .contains("serverSslCert", "sslMode=trust");
    }

    @Test
    void aScriptCannotReadTheDeployersFiles() throws IOException, SqlFailure {
        Database database = MariadbServer.findOrSkip().createDatabase();
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret\n");
        try (Target target = PRODUCT.connect(address(database, database.url() + "&allowLocalInfile=true"), "shop")) {
            target.execute("CREATE TABLE t (s varchar(20))");
            assertThatExceptionOfType(SqlFailure.class)
                    .isThrownBy(() -> target.execute("LOAD DATA LOCAL INFILE '" + secret + "' INTO TABLE t"));
        }
    }

    @Test
    void twoStatementsAtOnceAreRefusedAndFunctionsKeepTheirNames() throws SqlFailure {
        Database database = MariadbServer.findOrSkip().createDatabase();
        try (Target target = PRODUCT.connect(address(database, database.url()), "shop")) {
            assertThatExceptionOfType(SqlFailure.class)
                    .isThrownBy(() -> target.execute("CREATE TABLE a (i int); CREATE TABLE b (i int)"));
            // With the driver's IGNORE_SPACE, count would be a reserved word.
            target.execute("CREATE TABLE count (i int)");
            target.execute("CREATE PROCEDURE p() BEGIN INSERT INTO count VALUES (1); SELECT 1; SELECT 2; END");
            target.execute("CALL p()");
            assertThat(target.execute("DELETE FROM count")).isEqualTo(1);
            target.currentSchema("information_schema");
            target.resetSession();
            assertThat(target.execute("INSERT INTO count VALUES (1)")).isEqualTo(1);
        }
    }

    @Test
    void aPrivateServerServesWhereNoneIsNamed() throws SqlFailure, IOException {
        if (NativeClients.find("mariadbd").isEmpty()) {
            assertThatExceptionOfType(SlipwayException.class)
                    .isThrownBy(() -> PRODUCT.reference(new ReferenceSettings(Optional.empty(), folder, "shop")))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REFERENCE_UNAVAILABLE))
                    .satisfies(refusal -> assertThat(refusal.help()).contains("reference:"));
            return;
        }
        try (ReferenceServer server = PRODUCT.reference(new ReferenceSettings(Optional.empty(), folder, "shop"))) {
            assertThat(server.server().product()).isEqualTo("MariaDB");
            server.create().target().execute("CREATE TABLE t (i int)");
        }
        try (Stream<Path> left = Files.list(folder.resolve("mariadb"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void leftoversOfAKilledRunGoAndThoseOfALivingOneStay() throws SqlFailure {
        Database admin = MariadbServer.findOrSkip().admin();
        admin.run("CREATE DATABASE slipway_ref_left", "CREATE DATABASE slipway_refuge");
        ReferenceSettings settings = new ReferenceSettings(Optional.of(address(admin, admin.url())), folder, "shop");
        try (ReferenceServer living = PRODUCT.reference(settings)) {
            Target target = living.create().target();
            PRODUCT.reference(settings).close();
            target.execute("CREATE TABLE t (i int)");
            admin.run("CREATE DATABASE slipway_ref_left", "DROP DATABASE slipway_refuge");
        }
    }
}
