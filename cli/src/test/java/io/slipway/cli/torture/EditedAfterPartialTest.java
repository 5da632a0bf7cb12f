package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.torture.TortureScripts.Step;
import io.slipway.testkit.DatabaseServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change stops after each of its statements in turn, and is then edited at each of them in turn, reworked or not: no
 * statement of another text runs, what is there stays, and the artifact that began the change finishes it.
 */
class EditedAfterPartialTest {
    private static final int STATEMENTS = Integer.getInteger("torture.statements", 3);
    private static final String PATH = "ddl/2_half.sql";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void whereverItStoppedAnotherTextIsRefused(String product) throws Exception {
        CleanRun clean = CleanRun.of(folder, product, scripts(product), DatabaseServer.shared(product));
        for (int done = 1; done < STATEMENTS; done++) {
            for (int edited = 0; edited < STATEMENTS; edited++) {
                for (boolean reworked : new boolean[] {false, true}) {
                    String name = "after-" + done + "-edited-" + edited + (reworked ? "-reworked" : "");
                    try (TorturePlace place =
                            new TorturePlace(folder.resolve(name), product, clean.scripts(), clean.artifacts())) {
                        new Edit(product, place).afterPartial(done, edited, reworked);
                        assertThat(place.state()).isEqualTo(clean.state());
                        assertThat(place.history())
                                .filteredOn(entry -> entry.startsWith("applied"))
                                .hasSize(2);
                    } catch (AssertionError e) {
                        throw new AssertionError(name + ": " + e.getMessage(), e);
                    }
                }
            }
        }
    }

    private record Edit(String product, TorturePlace place) {

        void afterPartial(int done, int edited, boolean reworked) throws Exception {
            // a table that somebody made by hand is in the way of the next statement
            place.execute("CREATE TABLE x" + done + " (other integer)");
            CommandLineRun stopped = run("deploy", "torture:1.0.0", "--to", "dev");
            assertThat(stopped.exitCode()).as(stopped.toString()).isEqualTo(3);
            place.execute("DROP TABLE x" + done);
            List<String> before = place.wholeHistory();
            String state = place.state();

            for (Map.Entry<String, List<Step>> script : scripts(product).entrySet()) {
                List<Step> steps = new ArrayList<>(script.getValue());
                String header = "";
                if (script.getKey().equals(PATH)) {
                    steps.set(edited, statement(product, edited, true));
                    header = reworked ? "-- slipway rework: yes\n" : "";
                }
                place.write(script.getKey(), header + TortureScripts.text(steps));
            }
            CommandLineRun packaged = run("package", "--version", "2.0.0");
            if (reworked) {
                Torture.require(packaged, 0);
                CommandLineRun refused = run("deploy", "torture:2.0.0", "--to", "dev");
                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(4);
                assertThat(refused.err()).as(refused.toString()).contains(PATH).contains("is half done in the target");
            } else {
                assertThat(packaged.exitCode()).as(packaged.toString()).isNotZero();
                assertThat(packaged.err()).as(packaged.toString()).contains(PATH);
            }
            assertThat(place.wholeHistory()).isEqualTo(before);
            assertThat(place.state()).isEqualTo(state);
            CommandLineRun finished = run("deploy", "torture:1.0.0", "--to", "dev");
            assertThat(finished.exitCode()).as(finished.toString()).isZero();
        }

        private CommandLineRun run(String... arguments) {
            return CommandLineRun.of(place.environment(), Clock.systemUTC(), arguments);
        }
    }

    /** Each statement of the second one commits by itself. */
    private static Map<String, List<Step>> scripts(String product) {
        Map<String, List<Step>> scripts = new LinkedHashMap<>();
        scripts.put("ddl/1_effect.sql", List.of(new Step("CREATE TABLE effect (n integer NOT NULL)", "")));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            steps.add(statement(product, i, false));
        }
        scripts.put(PATH, steps);
        return scripts;
    }

    private static Step statement(String product, int i, boolean edited) {
        String sql = product.equals("mariadb")
                ? "CREATE TABLE x" + i + " (n " + (edited ? "bigint)" : "integer)")
                : "CREATE INDEX CONCURRENTLY x" + i + " ON effect (n" + (edited ? " DESC)" : ")");
        return new Step(sql, "");
    }
}
