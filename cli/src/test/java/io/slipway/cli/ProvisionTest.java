package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Provisioning a team on real servers and a real repository. */
class ProvisionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void aTeamIsMadeOnceAndASecondRunChangesNothing(String product) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, product);
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        CommandLineRun plan = place.run("plan", team, "--check");
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(1);
        assertThat(plan.out()).contains("create", "dev.database", "prod.history", "repository.ci");

        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(apply.out()).contains("Made ").contains("team " + team + ": ");
        String state = place.state(team);
        String log = place.git(team, "log", "--format=%H", "main");
        assertThat(place.git(team, "ls-tree", "-r", "--name-only", "main"))
                .contains(
                        "slipway.yaml",
                        ".github/workflows/database.yml",
                        ".gitlab-ci.yml",
                        "Jenkinsfile",
                        "azure-pipelines.yml",
                        "sql/ddl/001_sample.sql");

        CommandLineRun again = place.run("apply", team);
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.out()).startsWith("Nothing to do");
        assertThat(place.state(team)).isEqualTo(state);
        assertThat(place.git(team, "log", "--format=%H", "main")).isEqualTo(log);
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.run("plan", team, "--check").exitCode()).isZero();

        // The role that deploys can do its work, and no more: the other environment is shut to it.
        place.deploying(team, "dev").run("CREATE TABLE first_one (id integer PRIMARY KEY)", "DROP TABLE first_one");
    }

    @Test
    void theRepositoryIsAProjectThatPackages() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        assertThat(place.run("apply", team).exitCode()).isZero();
        Path clone = folder.resolve("clone");
        place.git(team, "clone", "--quiet", place.repository(team).toString(), clone.toString());
        assertThat(Files.exists(clone.resolve("sql/view/.gitkeep"))).isTrue();
        var environment = new java.util.LinkedHashMap<>(place.environment());
        environment.remove("SLIPWAY_DIRECTORY");
        assertThat(CommandLineRun.of(environment, "init", "-C", clone.toString())
                        .exitCode())
                .isZero();
        CommandLineRun packaged = CommandLineRun.of(environment, "package", "-C", clone.toString());
        assertThat(packaged.exitCode()).as(packaged.toString()).isZero();
        // proved where it will be on the targets: else no comparison with them could come out equal
        try (Artifact artifact =
                ArtifactReader.open(clone.resolve("artifacts/" + team + "-1.0.0.zip"), Limits.DEFAULT)) {
            assertThat(artifact.schema().objects())
                    .extracting(object -> object.kind() + " " + object.name())
                    .contains("schema " + team, "table " + team + ".sample")
                    .doesNotContain("table public.sample");
        }
        CommandLineRun deployed =
                CommandLineRun.of(environment, "deploy", "latest", "--to", "dev", "-C", clone.toString());
        assertThat(deployed.exitCode()).as(deployed.toString()).isZero();
        assertThat(ProvisionPlace.rows(place.deploying(team, "dev"), "SELECT count(*) FROM sample"))
                .isEqualTo("0\n");
        CommandLineRun after = place.run("verify", team);
        assertThat(after.exitCode()).as(after.toString()).isZero();
    }

    /** As a cloud gives one: may make roles and databases, and is no superuser. */
    @Test
    void anAdministratorWhoIsNoSuperuserIsEnough() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        String admin = "admin_of_" + team;
        place.admin().run("CREATE ROLE " + admin + " LOGIN CREATEDB CREATEROLE PASSWORD 'of the cloud'");
        place.environment().put("DB_ADMIN", "of the cloud");
        Path file = place.root().resolve("rollout/" + team + ".yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("admin: " + place.admin().user() + "\n", "admin: " + admin + "\n"));
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
        CommandLineRun destroy = place.run("destroy", team, "--confirm", team);
        assertThat(destroy.out()).doesNotContain("stays");
    }
}
