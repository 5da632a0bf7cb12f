package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slipway.cli.rollout.TeamPlace;
import io.slipway.database.Products;
import io.slipway.release.progress.Progress;
import io.slipway.rollout.provision.Definition;
import io.slipway.rollout.provision.Provisioning;
import io.slipway.rollout.provision.Secrets;
import io.slipway.rollout.provision.StepNote;
import io.slipway.rollout.provision.StepNotes;
import io.slipway.rollout.provision.TeamSteps;
import io.slipway.testkit.CuttableLine;
import io.slipway.testkit.Effort;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever {@code apply} dies, running it again ends in the state of a run that did not. */
class ProvisionCrashTest {
    @TempDir
    private Path folder;

    /** Dies when the first step of a run is done, and nobody has noted it yet. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void afterEachStepAndBeforeItsNote(String product) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, product);
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        int deaths = 0;
        while (dies(place, team)) {
            deaths++;
            assertThat(deaths).isLessThan(50);
        }
        assertThat(deaths).isGreaterThanOrEqualTo(10);
        assertSameAsAtOnce(place, team);
    }

    private static boolean dies(ProvisionPlace place, String team) {
        Definition definition = TeamPlace.definition(place.root(), team);
        Secrets secrets = reference -> reference.resolve(place.root(), place.environment());
        StepNotes notes = new StepNotes() {
            @Override
            public List<StepNote> all() {
                return List.of();
            }

            @Override
            public void add(StepNote note) {
                throw new Died();
            }
        };
        try (TeamSteps steps = new TeamSteps(
                definition,
                Products.provisioned(),
                secrets,
                notes,
                wish -> {
                    throw new IllegalStateException("no baseline here");
                },
                wish -> {
                    throw new IllegalStateException("no console here");
                },
                Set.of())) {
            new Provisioning(team, definition.digest(), steps.all(), notes, Progress.NONE, Clock.systemUTC())
                    .apply(Optional.empty());
            return false;
        } catch (Died e) {
            return true;
        }
    }

    private static List<Arguments> cuts() {
        return Stream.of(
                        arguments("postgresql", "COMMENT ON DATABASE"),
                        arguments("postgresql", "COMMENT ON ROLE"),
                        arguments("postgresql", "CREATE SCHEMA \""),
                        arguments("postgresql", "COMMENT ON SCHEMA \""),
                        arguments("postgresql", "ALTER DEFAULT PRIVILEGES"),
                        arguments("postgresql", "CREATE TABLE IF NOT EXISTS slipway.history"),
                        arguments("mariadb", "INSERT IGNORE INTO slipway_rollout"),
                        arguments("mariadb", "CREATE USER"),
                        arguments("mariadb", "CREATE ROLE"),
                        arguments("mariadb", "GRANT SELECT"),
                        arguments("mariadb", "slipway_journal ("),
                        arguments("mariadb", "INSERT IGNORE INTO `"))
                .skip(Effort.of(3, 0))
                .limit(Effort.of(6, 12))
                .toList();
    }

    /** Within a step: the line to the server is cut just before a statement that is not its first. */
    @ParameterizedTest
    @MethodSource("cuts")
    void withinAStep(String product, String words) throws Exception {
        int port = product.equals("postgresql")
                ? PostgresServer.newest().port()
                : MariadbServer.findOrSkip().port();
        try (CuttableLine line = new CuttableLine(port)) {
            ProvisionPlace place = new ProvisionPlace(folder, product);
            String team = ProvisionPlace.newTeam();
            place.write(team, line.port(), "");
            line.cutAt(words);
            CommandLineRun cut = place.run("apply", team);
            assertThat(line.isCut()).as(cut.toString()).isTrue();
            assertThat(cut.exitCode()).as(cut.toString()).isEqualTo(3);
            assertThat(cut.err()).contains("provision-stopped", "Then run the same command again");
            line.mend();
            CommandLineRun again = place.run("apply", team);
            assertThat(again.exitCode()).as(again.toString()).isZero();
            assertSameAsAtOnce(place, team);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void theProcessIsKilled(String product) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, product);
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        for (int pause : new int[] {0, 100, 30, 60, 10}) {
            try (CommandProcess process =
                    CommandProcess.start(folder, place.environment(), List.of(), "rollout", "apply", team)) {
                process.awaitText("Provisioning " + team, 60);
                Thread.sleep(pause);
                process.kill();
            }
        }
        CommandLineRun last = place.run("apply", team);
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertSameAsAtOnce(place, team);
    }

    private static void assertSameAsAtOnce(ProvisionPlace place, String team) throws Exception {
        String ended = place.state(team);
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.run("destroy", team, "--confirm", team).out()).doesNotContain("stays");
        ProvisionRunbookTest.delete(place.repository(team));
        CommandLineRun atOnce = place.run("apply", team);
        assertThat(atOnce.exitCode()).as(atOnce.toString()).isZero();
        assertThat(ended).isEqualTo(place.state(team));
    }
}
