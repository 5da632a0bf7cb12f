package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On MariaDB a schema is a database, so it may tell many apart; and what fails there can stop half-way. */
class ManySchemasTest {
    @TempDir
    private Path folder;

    @Test
    void onesOwnHalfDoneChangeIsGoneOnWith() throws Exception {
        MariadbServer server = MariadbServer.findOrSkip();
        List<Database> databases =
                Stream.generate(server::createDatabase).limit(4).toList();
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "mariadb");
        Map<String, String> environment = place.environment();
        place.write("slipway.yaml", """
                project: shop
                database: mariadb
                reference: @reference@
                environments:
                  prod:
                    url: "%s"
                    user: root
                    password: "${env:REFERENCE_PASSWORD}"
                    schema: "{database}"
                    databases: [%s]
                    waves: { canary: 0, parallel: 4, failures: 1 }
                """.formatted(
                        server.admin().url(),
                        String.join(", ", databases.stream().map(Database::user).toList()))
                .getBytes(StandardCharsets.UTF_8));
        place.write(
                "sql/ddl/1.sql",
                "CREATE TABLE one (id INT);\nCREATE TABLE two (id INT);".getBytes(StandardCharsets.UTF_8));
        assertThat(CommandLineRun.of(environment, "package").exitCode()).isZero();
        Database second = databases.get(1);
        second.run("CREATE TABLE two (id INT)");

        CommandLineRun failed = CommandLineRun.of(environment, "deploy", "latest", "--to", "prod");
        assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(3);
        assertThat(failed.out())
                .contains("FAILED: deployment-partial at ddl/1.sql, is part-way")
                .contains("prod, 4 databases to 1.0.0: 3 deployed, 1 failed (");
        assertThat(CommandLineRun.of(environment, "status", "prod/" + second.user())
                        .out())
                .contains("FAILED at ddl/1.sql, whose statement 1 is done");

        second.run("DROP TABLE two");
        CommandLineRun again = CommandLineRun.of(environment, "deploy", "latest", "--to", "prod");
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.out()).contains("prod, 4 databases to 1.0.0: 1 deployed, 3 had nothing to do (");
    }
}
