package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.server.account.People;
import io.slipway.server.cleanup.Backups;
import io.slipway.store.Store;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Skips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rehearsals made up at random, on real databases, with things beside them that nobody rehearsed: what is tagged is gone
 * afterwards, and nothing else was touched. {@code -Dslipway.rehearsals=100} for more of them.
 */
class CleanupTest {
    private static final int REHEARSALS = Integer.getInteger("slipway.rehearsals", 6);

    @TempDir
    private static Path folder;

    private static TestServer server;
    private static CleanupStory.People people;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), CleanupStory.variables());
        people = CleanupStory.People.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void generatedRehearsalsOnSqlite() throws Exception {
        Count count = new Count();
        for (int i = 0; i < REHEARSALS * 3 / 4 + 1; i++) {
            Path root = folder.resolve("lite" + i);
            count.add(story("lite" + i, "sqlite", CleanupStory.sqlite(root), i).walk());
        }
        count.tell("SQLite");
    }

    /** What was cleaned up, said in the test's output. */
    private static final class Count {
        private final long begun = System.nanoTime();
        private int rehearsals;
        private int gone;
        private int left;

        void add(CleanupStory.Cleaned cleaned) {
            rehearsals++;
            gone += cleaned.gone();
            left += cleaned.byHand();
        }

        void tell(String product) {
            assertThat(gone).as("objects of rehearsals").isPositive();
            assertThat(left).as("objects made by hand").isPositive();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d rehearsals cleaned up in %d s: %d objects gone, %d made by hand still there%n",
                    product,
                    rehearsals,
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                    gone,
                    left);
        }
    }

    @Test
    void generatedRehearsalsOnPostgresql() throws Exception {
        requireInstalled("pg_dump");
        Count count = new Count();
        for (int i = 0; i < REHEARSALS / 8 + 1; i++) {
            Map<String, CleanupStory.Place> places =
                    CleanupStory.databases(() -> PostgresServer.oldest().createDatabase());
            count.add(story("post" + i, "postgresql", places, 1000 + i).walk());
        }
        count.tell("PostgreSQL");
    }

    @Test
    void generatedRehearsalsOnMariadb() throws Exception {
        MariadbServer maria = MariadbServer.findOrSkip();
        requireInstalled("mariadb-dump");
        Count count = new Count();
        for (int i = 0; i < REHEARSALS / 8 + 1; i++) {
            count.add(story("maria" + i, "mariadb", CleanupStory.databases(maria::createDatabase), 2000 + i)
                    .walk());
        }
        count.tell("MariaDB");
    }

    private static CleanupStory story(String name, String product, Map<String, CleanupStory.Place> places, long seed) {
        return new CleanupStory(server, people, name, product, folder.resolve(name), places, seed);
    }

    @Test
    void productionIsKnownByItsMarkWhateverItIsCalled() throws Exception {
        Path root = folder.resolve("alias");
        CleanupStory story = story("alias", "sqlite", CleanupStory.sqlite(root), 7);
        story.begin();
        story.rehearse();
        // somebody repoints qa: it is production's file now, over a link
        Files.deleteIfExists(root.resolve("qa.db"));
        Files.createSymbolicLink(root.resolve("qa.db"), root.resolve("prod.db"));
        byte[] before = Files.readAllBytes(root.resolve("prod.db"));
        TestServer.Answer plan = people.rita().get(story.rollout + "/cleanup");
        assertThat(plan.json().path("blockers").toString()).contains("'qa' is production");
        TestServer.Answer refused = people.ada()
                .post(
                        story.rollout + "/cleanup/approvals",
                        Map.of("digest", plan.json().path("digest").asString()));
        assertThat(refused.json().path("code").asString()).isEqualTo("cleanup-refused");
        assertThat(people.rita()
                        .post(story.rollout + "/cleanup", Map.of())
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("cleanup-refused");
        assertThat(Files.readAllBytes(root.resolve("prod.db"))).isEqualTo(before);
        // and where production does not answer, nothing can be told from it
        Files.delete(root.resolve("prod.db"));
        Files.createDirectory(root.resolve("prod.db"));
        assertThat(people.rita()
                        .get(story.rollout + "/cleanup")
                        .json()
                        .path("blockers")
                        .toString())
                .contains("cannot be looked at");
    }

    @Test
    void productionOnMariadbIsKnownOverAnotherWayToIt() throws Exception {
        MariadbServer maria = MariadbServer.findOrSkip();
        Map<String, CleanupStory.Place> places = CleanupStory.databases(maria::createDatabase);
        CleanupStory.Place prod = Objects.requireNonNull(places.get("prod"));
        CleanupStory story = story("othername", "mariadb", places, 9);
        story.begin();
        aGateAsks(story);
        story.rehearse();
        // the same server and database under another name of this machine
        story.repoint(
                "qa",
                new CleanupStory.Place(prod.url().replace("127.0.0.1", "localhost"), prod.user(), prod.password()));
        assertThat(people.rita()
                        .get(story.rollout + "/cleanup")
                        .json()
                        .path("blockers")
                        .toString())
                .contains("'qa' is production");
    }

    private static void aGateAsks(CleanupStory story) throws Exception {
        String gates = "gates:\n  no-test-rows: { environment: dev, equals: \"0\","
                + " sql: \"SELECT count(*) FROM base WHERE name = 'test'\" }\n";
        assertThat(people.rita()
                        .put(story.rollout, Map.of("file", story.file() + gates))
                        .status())
                .isEqualTo(200);
        assertThat(people.rita()
                        .post(story.rollout + "/readiness/check", Map.of())
                        .body())
                .contains("\"state\":\"green\"");
        story.by("dev", "INSERT INTO base (id, name) VALUES (77, 'test')");
        assertThat(people.rita()
                        .post(story.rollout + "/readiness/check", Map.of())
                        .body())
                .contains("it is 1, and should be 0");
    }

    /** Found before anybody approves, with what helps; two approvals would be of no use. */
    @Test
    void whatTheBackUpCouldNotReadStandsInTheWayOfThePlan() throws Exception {
        requireInstalled("pg_dump");
        PostgresServer server = PostgresServer.oldest();
        Map<String, CleanupStory.Place> places = CleanupStory.databases(server::createDatabase);
        CleanupStory story = story("unread", "postgresql", places, 13);
        story.begin();
        story.rehearse();
        CleanupStory.Place dev = Objects.requireNonNull(places.get("dev"));
        Database admin =
                new Database(dev.url(), server.admin().user(), server.admin().password());
        admin.run("CREATE TABLE public.of_somebody (id integer)");
        String grant = "GRANT SELECT ON TABLE public.of_somebody TO " + dev.user();
        TestServer.Answer plan = people.rita().get(story.rollout + "/cleanup");
        assertThat(plan.json().path("blockers").toString())
                .contains("the back-up of 'dev' cannot read table public.of_somebody (what helps: " + grant + ")");
        assertThat(people.ada()
                        .post(
                                story.rollout + "/cleanup/approvals",
                                Map.of("digest", plan.json().path("digest").asString()))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("cleanup-refused");
        admin.run(grant);
        story.approve();
        TestServer.Answer done = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(done.status()).as(done.body()).isEqualTo(200);
    }

    @Test
    void aFullDiskIsToldAndNothingIsTakenAway() throws Exception {
        Path root = folder.resolve("full");
        CleanupStory story = story("full", "sqlite", CleanupStory.sqlite(root), 8);
        story.begin();
        story.rehearse();
        String digest = story.approve();
        Path part = new Backups(null, null, folder.resolve("data/backups")).unfinished("full", digest, "qa");
        Files.createDirectories(part.getParent());
        Catalogue dev = story.catalogue("dev");
        try (FullDisk disk = FullDisk.at(part)) {
            TestServer.Answer refused = people.rita().post(story.rollout + "/cleanup", Map.of());
            assertThat(refused.json().path("code").asString())
                    .as(refused.body())
                    .isEqualTo("backup-failed");
            assertThat(refused.body()).contains("No space left on device").contains("nothing was taken away");
            assertThat(disk.files()).noneMatch(file -> file.endsWith(".part"));
        }
        assertThat(story.catalogue("dev")).isEqualTo(dev);
        assertThat(people.rita().get(story.rollout + "/cleanup").json().hasNonNull("unfinished"))
                .isFalse();
        // room was made: the same approvals count, for nothing has changed
        TestServer.Answer done = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(Files.size(part.resolveSibling("qa.dump")))
                .isEqualTo(done.json().path("backups").get(1).path("size").asLong());
    }

    @Test
    void rowsThatGoWithATableAreToldAndNewOnesVoidApprovals() throws Exception {
        CleanupStory story = story("rows", "sqlite", CleanupStory.sqlite(folder.resolve("rows")), 11);
        story.begin();
        story.script(
                "ddl",
                "CREATE TABLE rehearsed_0 (id integer PRIMARY KEY, note varchar(20));",
                "DROP TABLE rehearsed_0;");
        story.rehearse();
        story.by("dev", "INSERT INTO rehearsed_0 (id, note) VALUES (100, 'by hand')");
        assertThat(people.rita().get(story.rollout + "/cleanup").body()).contains("\"table rehearsed_0\":");
        String digest = story.approve();
        story.by("dev", "INSERT INTO rehearsed_0 (id, note) VALUES (101, 'somebody is still at it')");
        TestServer.Answer refused = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(refused.json().path("code").asString()).as(refused.body()).isEqualTo("approval-required");
        assertThat(people.rita()
                        .get(story.rollout + "/cleanup")
                        .json()
                        .path("digest")
                        .asString())
                .isNotEqualTo(digest);
        story.by("dev", "DELETE FROM rehearsed_0 WHERE id = 101");
        story.by("dev", "UPDATE rehearsed_0 SET note = 'another' WHERE id = 100");
        assertThat(people.rita()
                        .post(story.rollout + "/cleanup", Map.of())
                        .json()
                        .path("code")
                        .asString())
                .as("as many rows, and not the same")
                .isEqualTo("approval-required");
        story.by("dev", "UPDATE rehearsed_0 SET note = 'by hand' WHERE id = 100");
        assertThat(people.rita().post(story.rollout + "/cleanup", Map.of()).status())
                .isEqualTo(200);
    }

    /** Its file still lies in clones, and in what CI keeps: whoever packages there hands it in again. */
    @Test
    void whatACleanUpTookAwayDoesNotComeBack() throws Exception {
        Path root = folder.resolve("again");
        CleanupStory story = story("again", "sqlite", CleanupStory.sqlite(root), 21);
        Path rehearsed = rehearsedAndCleaned(story);

        refused(story, rehearsed, "The artifact 1.1.0 is of a rehearsal; the clean-up took it away on ", "1.1.0.zip");
        FormClient page =
                FormClient.of(server, server.part(People.class).named("ada").orElseThrow());
        assertThat(page.uploaded("/projects/again/artifacts", rehearsed).body())
                .contains("The artifact 1.1.0 is of a rehearsal");

        // what was packaged on top of it meanwhile brings the same back, by whatever way
        story.script("ddl", "CREATE TABLE fresh (id integer PRIMARY KEY);", "DROP TABLE fresh;");
        Path child = story.pack();
        refused(story, child, "1.2.0 continues 1.1.0, which is of a rehearsal", "1.1.0.zip and again-1.2.0.zip");
        story.script("ddl", "CREATE TABLE fresher (id integer PRIMARY KEY);", "DROP TABLE fresher;");
        Path grandchild = story.pack();
        refused(
                story,
                grandchild,
                "1.3.0 continues 1.2.0, which is not here, and holds ddl/003_change.sql of 1.1.0",
                "1.1.0.zip and again-1.2.0.zip and again-1.3.0.zip");
        assertThat(people.rita().get(story.project + "/artifacts").body()).doesNotContain("1.1.0");

        // as the refusal says: the artifacts first, then the script
        for (Path file : List.of(rehearsed, child, grandchild)) {
            Files.delete(file);
        }
        Files.delete(root.resolve("sql/ddl/003_change.sql"));
        Files.delete(root.resolve("sql/ddl/003_change.rollback.sql"));
        Path anew = story.pack();
        assertThat(anew).hasFileName("again-1.1.0.zip");
        story.upload(anew);
        assertThat(people.rita()
                        .get(story.project + "/artifacts/1.1.0/inspection?all=true")
                        .body())
                .contains("ddl/004_change.sql", "ddl/005_change.sql")
                .doesNotContain("ddl/003_change.sql");
    }

    /** Somebody wants a rehearsed script after all: packaged anew, with a version of its own. */
    @Test
    void aRehearsedScriptMayBePackagedAnew() throws Exception {
        Path root = folder.resolve("anew");
        CleanupStory story = story("anew", "sqlite", CleanupStory.sqlite(root), 22);
        Files.delete(rehearsedAndCleaned(story));
        story.upload(Packaged.of(root, "sqlite", Map.of(), Optional.of("1.2.0")));
        assertThat(people.rita()
                        .get(story.project + "/artifacts/1.2.0/inspection")
                        .body())
                .contains("ddl/003_change.sql");
    }

    /** A server that cleaned up before it kept a list of what went makes the list of what it knows. */
    @Test
    void whatEarlierCleanUpsTookAwayIsKnownToo() throws Exception {
        CleanupStory story = story("before", "sqlite", CleanupStory.sqlite(folder.resolve("before")), 23);
        Path rehearsed = rehearsedAndCleaned(story);
        String script = Files.readString(Path.of("../store/src/main/schema/ddl/304_swept_artifact.sql"));
        server.part(Store.class).run(handle -> {
            handle.execute("DELETE FROM swept_change");
            handle.execute("DELETE FROM swept_artifact");
            handle.execute(script.substring(script.indexOf("INSERT INTO"), script.lastIndexOf(';')));
        });
        refused(story, rehearsed, "The artifact 1.1.0 is of a rehearsal; the clean-up took it away on ", "1.1.0.zip");
    }

    /** @return the rehearsed artifact, 1.1.0 */
    private static Path rehearsedAndCleaned(CleanupStory story) throws Exception {
        story.begin();
        assertThat(people.rita().post(story.rollout + "/rehearsals", Map.of()).status())
                .isEqualTo(201);
        story.script("ddl", "CREATE TABLE rehearsed (id integer PRIMARY KEY);", "DROP TABLE rehearsed;");
        Path rehearsed = story.pack();
        story.upload(rehearsed);
        story.deploy("dev");
        assertThat(people.rita()
                        .post(story.rollout + "/rehearsals/end", Map.of())
                        .status())
                .isEqualTo(200);
        story.approve();
        TestServer.Answer done = people.rita().post(story.rollout + "/cleanup", Map.of());
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        return rehearsed;
    }

    private static void refused(CleanupStory story, Path artifact, String why, String files) throws Exception {
        TestServer.Answer answer =
                people.ada().upload(story.project.substring(story.project.lastIndexOf('/') + 1), artifact);
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.json().path("code").asString()).isEqualTo("artifact-cleaned-up");
        assertThat(answer.body()).contains(why, files + " from the artifacts folder");
    }

    private static void requireInstalled(String program) {
        if (!installed(program)) {
            Skips.outLoud("clean-ups without " + program + " for the back-up");
        }
    }

    private static boolean installed(String program) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }
}
