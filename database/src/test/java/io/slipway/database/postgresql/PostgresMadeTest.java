package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.rollout.provision.Look;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import io.slipway.rollout.provision.ServerUrl;
import io.slipway.rollout.provision.Step;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What provisioning leaves in a catalogue is known for what it is, and nothing else is. */
class PostgresMadeTest {
    private static final String TEAM = "made";
    private final PostgresSteps steps = new PostgresSteps();

    @ParameterizedTest
    @CsvSource({"oldest, made", "newest, made", "oldest, public", "newest, public"})
    void allButWhatScriptsMakeIsOurs(String version, String schema) throws SqlFailure {
        PostgresServer server = version.equals("oldest") ? PostgresServer.oldest() : PostgresServer.newest();
        Database admin = server.admin();
        String database = "made_" + version + "_in_" + schema;
        DatabaseWish wish = new DatabaseWish(
                "dev",
                ServerUrl.parse("jdbc:postgresql://127.0.0.1:" + server.port() + "/")
                        .orElseThrow(),
                admin.user(),
                new SecretReference(SecretReference.Source.ENV, "ADMIN"),
                database,
                Optional.of(schema).filter(name -> !name.equals("public")),
                Optional.of(database + "_owner"),
                database + "_deploy",
                new SecretReference(SecretReference.Source.ENV, "DEPLOY"),
                Optional.of(database + "_read"),
                List.of(),
                false,
                Optional.empty(),
                false);
        for (Step step : steps.of(
                TEAM,
                wish,
                reference -> Secret.of(reference.argument().equals("ADMIN") ? admin.password() : "of deploying"))) {
            Look found = step.look();
            step.apply(found);
            assertThat(step.look()).as(step.id()).isInstanceOf(Look.AsWished.class);
        }
        Address address = new Address(wish.url(), wish.deploy(), Secret.of("of deploying"), Optional.of(schema));
        try (Target target = Databases.open(address)) {
            assertThat(scripts(wish, target)).isEmpty();
            Databases.run(
                    target,
                    "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
                    "CREATE SEQUENCE s",
                    "CREATE VIEW v AS SELECT id FROM t");
            assertThat(scripts(wish, target))
                    .contains("table " + schema + ".t", "view " + schema + ".v")
                    .noneMatch(key -> key.startsWith("grant"));
            Databases.run(
                    target,
                    "GRANT INSERT ON t TO " + database + "_read",
                    "GRANT SELECT ON v TO PUBLIC",
                    "REVOKE SELECT ON s FROM " + database + "_read");
            assertThat(scripts(wish, target).stream().filter(key -> key.startsWith("grant")))
                    .containsExactly(
                            "grant table " + schema + ".t to " + database + "_read",
                            "grant view " + schema + ".v to PUBLIC");
        }
    }

    /** What is neither a new database's own nor ours. */
    private List<String> scripts(DatabaseWish wish, Target target) {
        Catalogue fresh = target.fresh();
        return target.catalogue().objects().values().stream()
                .filter(object -> !object.equals(fresh.objects().get(object.key())))
                .filter(object -> !steps.made(TEAM, wish, object))
                .map(CatalogueObject::key)
                .toList();
    }
}
