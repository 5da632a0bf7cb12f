package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Targets;
import io.slipway.release.history.HistoryEntry;
import io.slipway.server.access.Caller;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.cleanup.Backups;
import io.slipway.server.cleanup.CleanupBook;
import io.slipway.server.cleanup.CleanupDesk;
import io.slipway.server.cleanup.Planning;
import io.slipway.server.cleanup.Sweeper;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.golive.RehearsedObjects;
import io.slipway.server.golive.SwitchBook;
import io.slipway.server.golive.Traces;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A clean-up that ends at any of its steps as if the process had: what is half done is said, and once two people
 * approved the rest it comes to the same end, with nothing done twice.
 */
class CleanupCrashTest {
    /** Every how many steps it dies: at each of them where there is time. */
    private static final int STRIDE = Integer.getInteger("slipway.rehearsals", 6) < 100 ? 4 : 1;

    private static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");

    @TempDir
    private Path folder;

    private final Map<String, Catalogue> schemas = new HashMap<>();
    private final Map<String, List<HistoryEntry>> histories = new HashMap<>();
    private TestServer server;
    private CleanupStory.People people;
    private CleanupStory story;
    private Optional<Path> rehearsed = Optional.empty();
    private int rehearsals;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        people = CleanupStory.People.of(server);
        Path root = folder.resolve("team");
        story = new CleanupStory(server, people, "team", "sqlite", root, CleanupStory.sqlite(root), 1);
        story.begin();
        for (String environment : ENVIRONMENTS) {
            schemas.put(environment, story.catalogue(environment));
            histories.put(environment, story.history(environment));
        }
        story.script("ddl", "CREATE TABLE rehearsed (id integer PRIMARY KEY);", "DROP TABLE rehearsed;");
        story.script(
                "ddl", "ALTER TABLE rehearsed ADD COLUMN note varchar(20);", "ALTER TABLE rehearsed DROP COLUMN note;");
        story.script(
                "ddl",
                "-- slipway transaction: off\nCREATE TABLE one (id integer);\nCREATE TABLE two (id integer);",
                "DROP TABLE two;\nDROP TABLE one;");
        story.script(
                "data_dml", "INSERT INTO base (id, name) VALUES (1001, 'x');", "DELETE FROM base WHERE id = 1001;");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itEndsTheSameWhereverItStopped() throws Exception {
        int deaths = 0;
        for (String step : List.of("commit", "append", "forget", "release")) {
            for (int times = 1; died(step, times); times += STRIDE) {
                deaths++;
                assertSaidAndFinished(step + " " + times);
            }
            assertClean(step);
        }
        // in each of two environments four changes, one of them statement by statement
        assertThat(deaths).isGreaterThan(20 / STRIDE);
        assertThat(done()).isEqualTo(deaths + 4);
    }

    @Test
    void aStatementInDoubtIsForAPersonToLookAt() throws Exception {
        int times = 1;
        JsonNode left = null;
        // at the first statement outside a transaction
        while (died("execute", times)) {
            left = people.rita().get(story.rollout + "/cleanup").json();
            if (!left.path("blockers").isEmpty()) {
                break;
            }
            assertSaidAndFinished("execute " + times);
            times++;
        }
        assertThat(left).isNotNull();
        assertThat(left.path("blockers").toString())
                .contains("in doubt")
                .contains("DROP TABLE two")
                .contains("slipway resolve");
        TestServer.Answer resolved = people.dora()
                .post(
                        story.project + "/environments/dev/resolution",
                        Map.of("statement", 1, "done", true, "reason", "it is gone"));
        assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
        story.approve();
        TestServer.Answer rest = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(rest.status()).as(rest.body()).isEqualTo(200);
        for (String environment : ENVIRONMENTS) {
            assertThat(story.catalogue(environment)).isEqualTo(schemas.get(environment));
        }
    }

    /** Rehearses, approves, and cleans up until it dies; false when it came to its end. */
    private boolean died(String step, int times) throws Exception {
        rehearse();
        story.approve();
        ServedRollout rollout = server.part(Rollouts.class).of("team");
        Caller rita = new Caller(server.part(People.class).named("rita").orElseThrow(), List.of(), Optional.empty());
        try {
            desk(FaultyTargets.dyingAfter(step, times)).apply(rita, rollout);
            return false;
        } catch (FaultyTargets.Death death) {
            return true;
        }
    }

    private void rehearse() throws Exception {
        assertThat(people.rita().post(story.rollout + "/rehearsals", Map.of()).status())
                .isEqualTo(201);
        // what a clean-up took away does not come back
        Optional<Path> before = rehearsed;
        if (before.isPresent()) {
            Files.delete(before.get());
        }
        Path packed = story.pack(Optional.of("1." + ++rehearsals + ".0"));
        rehearsed = Optional.of(packed);
        story.upload(packed);
        story.deploy("dev");
        story.deploy("qa");
        assertThat(people.rita()
                        .post(story.rollout + "/rehearsals/end", Map.of())
                        .status())
                .isEqualTo(200);
    }

    private void assertSaidAndFinished(String step) throws Exception {
        JsonNode left = people.rita().get(story.rollout + "/cleanup").json();
        assertThat(left.path("clean").asBoolean()).as(step).isFalse();
        assertThat(left.path("blockers").isEmpty()).as(step + " " + left).isTrue();
        assertThat(left.at("/unfinished/by").asString()).as(step).isEqualTo("rita");
        assertThat(left.at("/unfinished/backups").size()).as(step).isEqualTo(2);
        assertThat(people.rita().get(story.rollout + "/cleanup/verification").body())
                .contains("is left of a rehearsal");
        story.approve();
        TestServer.Answer rest = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(rest.status()).as(step + " " + rest.body()).isEqualTo(200);
        assertClean(step);
    }

    private void assertClean(String step) throws Exception {
        for (String environment : ENVIRONMENTS) {
            assertThat(story.catalogue(environment))
                    .as(environment + " after " + step)
                    .isEqualTo(schemas.get(environment));
            assertThat(story.history(environment))
                    .as(environment + " after " + step)
                    .isEqualTo(histories.get(environment));
        }
        assertThat(people.rita().get(story.rollout + "/cleanup/verification").body())
                .as(step)
                .contains("\"clean\":true");
        assertThat(people.rita().get(story.rollout + "/cleanup").json().hasNonNull("unfinished"))
                .isFalse();
    }

    private long done() {
        return server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT count(*) FROM audit_event WHERE action = 'cleanup-done'")
                        .mapTo(Long.class)
                        .one());
    }

    /** The server's own, but for the way to the targets. */
    private CleanupDesk desk(Targets targets) {
        Store store = server.part(Store.class);
        Projects projects = server.part(Projects.class);
        ArtifactShelf artifacts = server.part(ArtifactShelf.class);
        DeploymentTable deployments = server.part(DeploymentTable.class);
        Traces traces = server.part(Traces.class);
        Targets healthy = server.part(Targets.class);
        return new CleanupDesk(
                store,
                projects,
                artifacts,
                server.part(Rehearsals.class),
                server.part(SwitchBook.class),
                new Planning(projects, artifacts, deployments, traces, server.part(RehearsedObjects.class), healthy),
                new CleanupBook(server.part(RolloutLedger.class), Clock.systemUTC()),
                new Backups(healthy, server.part(Secrets.class), folder.resolve("data/backups")),
                new Sweeper(
                        traces,
                        deployments,
                        artifacts,
                        server.part(People.class),
                        server.part(Tokens.class),
                        server.part(EnvironmentStates.class),
                        server.part(LabDesk.class)),
                targets,
                "node-dead",
                Clock.systemUTC());
    }
}
