package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.target.Target;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import io.slipway.server.project.Projects;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.CuttableLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command, done here and done by a server, on two places that are alike: it must end and say the same. */
class RemoteCommandsTest {
    @TempDir
    private Path folder;

    private StoryPlace here;
    private StoryPlace there;
    private SlipwayServer server;
    private String token = "";

    @BeforeEach
    void start() throws Exception {
        here = new StoryPlace(folder.resolve("here"), "sqlite");
        there = new StoryPlace(folder.resolve("there"), "sqlite");
        Path data = folder.resolve("data");
        server = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        StoreSettings.embedded(data),
                        "node-1",
                        Optional.empty(),
                        4,
                        ServerSettings.LARGEST_ARTIFACT,
                        there.environment()),
                Clock.systemUTC(),
                Progress.NONE);
        Person lee = server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("lee", "Lee", Optional.empty(), Optional.empty()),
                        List.of(new Grant(Role.DBA, "", ""), new Grant(Role.ADMINISTRATOR, "", "")));
        Caller caller = new Caller(lee, List.of(), Optional.empty());
        server.part(Projects.class)
                .register(
                        caller,
                        "",
                        Files.readString(there.root().resolve("slipway.yaml")),
                        Files.readString(there.root().resolve("slipway-keys/shop.pem")));
        token = server.part(Tokens.class)
                .make(caller, "ci", EnumSet.allOf(Permission.class), "", Duration.ofDays(1))
                .secret();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameFromTheFirstArtifactToTheLastRollback() throws Exception {
        script("ddl/1_customer.sql", "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);");
        script("ddl/1_customer.rollback.sql", "DROP TABLE customer;");
        same(0, "status");
        once("text", 0, "package");
        same(0, "package");
        same(0, "inspect", "latest");
        same(0, "inspect", "shop:1.0.0", "--all");
        same(0, "inspect", "artifacts/shop-1.0.0.zip");
        same(0, "forecast", "latest", "--to", "dev");
        same(0, "deploy", "latest", "--to", "dev", "--dry-run");
        same(4, "deploy", "latest", "--to", "qa");
        same(4, "deploy", "latest", "--to", "qa", "--dry-run");
        once("text", 0, "deploy", "latest", "--to", "dev");
        same(0, "deploy", "latest", "--to", "dev");
        same(1, "status", "--check");
        same(0, "history", "dev");
        same(78, "deploy", "latest", "--to", "nowhere");

        script("ddl/2_item.sql", "-- slipway labels: new\nCREATE TABLE item (id INTEGER);");
        script("ddl/2_item.rollback.sql", "DROP TABLE item;");
        script("ddl/3_price.sql", "CREATE TABLE price (id INTEGER);");
        script("ddl/3_price.rollback.sql", "DROP TABLE price;");
        once("json", 0, "package", "--version", "2.0.0");
        once("json", 0, "deploy", "shop:2.0.0", "--to", "dev", "--labels", "new");
        once("text", 0, "deploy", "artifacts/shop-2.0.0.zip", "--to", "dev");
        same(0, "rollback", "--on", "dev", "--last", "--dry-run");
        once("text", 0, "rollback", "--on", "dev", "--last");
        once("json", 0, "rollback", "--on", "dev", "--change", "ddl/2_item.sql");
        same(4, "rollback", "--on", "dev", "--change", "ddl/2_item.sql");
        same(4, "rollback", "--on", "qa", "--last");
        once("json", 0, "deploy", "latest", "--to", "dev");
        once("text", 0, "rollback", "--on", "dev", "--to", "1.0.0");
        same(0, "history", "dev", "--limit", "3");
        same(0, "status", "dev");
        same(4, "resolve", "--on", "dev", "--statement", "1", "--done", "--reason", "looked");
        assertThat(there.tables("dev")).isEqualTo(here.tables("dev")).containsExactly("customer");
    }

    @Test
    void theSameWhenItFails() throws Exception {
        script("ddl/1_a.sql", "CREATE TABLE a (id INTEGER);");
        script("ddl/2_b.sql", "CREATE TABLE b (id INTEGER);\nCREATE TABLE c (id INTEGER);");
        script(
                "ddl/3_d.sql",
                "-- slipway transaction: off\nCREATE TABLE d (id INTEGER);\nCREATE TABLE e (id INTEGER);");
        once("json", 0, "package");
        run("dev", "CREATE TABLE c (id INTEGER)");
        once("text", 3, "deploy", "latest", "--to", "dev");
        once("json", 2, "deploy", "latest", "--to", "dev");
        same(0, "status");
        same(0, "history", "dev");
        run("dev", "DROP TABLE c");
        run("dev", "CREATE TABLE e (id INTEGER)");
        once("json", 3, "deploy", "latest", "--to", "dev");
        same(0, "status", "dev");
        run("dev", "DROP TABLE d");
        once(
                "text",
                0,
                "resolve",
                "--on",
                "dev",
                "--statement",
                "1",
                "--not-done",
                "--against-catalogue",
                "--reason",
                "dropped by hand");
        run("dev", "DROP TABLE e");
        once("json", 0, "deploy", "latest", "--to", "dev");
        assertThat(there.tables("dev")).isEqualTo(here.tables("dev")).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void ctrlCAsksTheServerToStop() throws Exception {
        script("ddl/1_a.sql", "CREATE TABLE a (id INTEGER);");
        remote("package");
        remote("deploy", "latest", "--to", "dev");
        script("ddl/2_b.sql", "CREATE TABLE b (id INTEGER);");
        remote("package");
        Cancellation interrupt = new Cancellation();
        Project project = server.part(Projects.class).named("shop").project();
        try (Target target = server.part(Targets.class).open(project, project.environment("dev"))) {
            assertThat(target.lock().tryAcquire("zoe@laptop")).isPresent();
            CompletableFuture<CommandLineRun> running = CompletableFuture.supplyAsync(
                    () -> CommandLineRun.of(environment(), interrupt, "deploy", "latest", "--to", "dev", "-o", "json"));
            waitForState("running");
            interrupt.cancel();
            CommandLineRun run = running.get(60, TimeUnit.SECONDS);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
            assertThat(run.out()).contains("\"code\" : \"cancelled\"");
            assertThat(run.err()).contains("lee asked to stop it");
            target.lock().release();
        }
        waitForState("cancelled");
        assertThat(there.tables("dev")).containsExactly("a");
    }

    @Test
    void aLostConnectionStopsNothing() throws Exception {
        script("ddl/1_a.sql", "CREATE TABLE a (id INTEGER);");
        remote("package");
        remote("deploy", "latest", "--to", "dev");
        script("ddl/2_b.sql", "CREATE TABLE b (id INTEGER);");
        remote("package");
        Map<String, String> environment = environment();
        Project project = server.part(Projects.class).named("shop").project();
        try (CuttableLine line = new CuttableLine(server.url().getPort());
                Target target = server.part(Targets.class).open(project, project.environment("dev"))) {
            environment.put("SLIPWAY_SERVER", "http://127.0.0.1:" + line.port());
            assertThat(target.lock().tryAcquire("zoe@laptop")).isPresent();
            CompletableFuture<CommandLineRun> running = CompletableFuture.supplyAsync(
                    () -> CommandLineRun.of(environment, "deploy", "latest", "--to", "dev"));
            waitForState("running");
            for (int i = 0; i < 3; i++) {
                Thread.sleep(700);
                line.drop();
            }
            target.lock().release();
            CommandLineRun run = running.get(60, TimeUnit.SECONDS);
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out()).startsWith("Deployed 1 change: dev is at 1.1.0");
            assertThat(run.err().lines().filter(l -> l.startsWith("running on")))
                    .as("each event is told once\n" + run)
                    .hasSize(1);
        }
    }

    @Test
    void aDeploymentFollowsUntilSomebodySaysNo() throws Exception {
        script("ddl/1_a.sql", "CREATE TABLE a (id INTEGER);");
        for (String[] words :
                new String[][] {{"package"}, {"deploy", "latest", "--to", "dev"}, {"deploy", "latest", "--to", "qa"}}) {
            CommandLineRun run = remote(words);
            assertThat(run.exitCode()).as(run.toString()).isZero();
        }
        CommandLineRun own = remote("deploy", "latest", "--to", "prod", "--approve-as", "me", "--reason", "x");
        assertThat(own.exitCode()).as(own.toString()).isEqualTo(64);
        assertThat(own.err()).contains("--approve-as does not go with --server");

        CompletableFuture<CommandLineRun> running =
                CompletableFuture.supplyAsync(() -> remote("deploy", "latest", "--to", "prod", "--reason", "CHG-1"));
        waitForState("waiting-for-approval");
        Person ann = server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("ann", "Ann", Optional.empty(), Optional.empty()),
                        List.of(new Grant(Role.DBA, "", "")));
        var desk = server.part(io.slipway.server.deployment.DeploymentDesk.class);
        var project = server.part(Projects.class).named("shop");
        var waiting = server.part(io.slipway.server.deployment.DeploymentTable.class)
                .list("shop", "prod", Long.MAX_VALUE, 1)
                .get(0);
        desk.decide(
                new Caller(ann, List.of(new Grant(Role.DBA, "", "")), Optional.empty()),
                project,
                waiting,
                false,
                "not on a Friday",
                waiting.binding());
        CommandLineRun run = running.get(60, TimeUnit.SECONDS);
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(4);
        assertThat(run.err()).contains("waits for approval", "ann said no: not on a Friday", "deployment-rejected");
    }

    @Test
    void whatIsWrongWithTheServerIsSaid() throws Exception {
        Map<String, String> environment = environment();
        environment.put("SLIPWAY_TOKEN", "slipway_made-up");
        CommandLineRun unknown = CommandLineRun.of(environment, "status");
        assertThat(unknown.exitCode()).as(unknown.toString()).isEqualTo(4);
        assertThat(unknown.err()).contains("not-signed-in").doesNotContain("made-up");

        environment.remove("SLIPWAY_TOKEN");
        CommandLineRun none = CommandLineRun.of(environment, "status");
        assertThat(none.exitCode()).as(none.toString()).isEqualTo(64);

        CommandLineRun literal = CommandLineRun.of(environment, "status", "--token", token);
        assertThat(literal.exitCode()).as(literal.toString()).isEqualTo(78);
        assertThat(literal.err()).contains("secret-literal").doesNotContain(token);

        Files.writeString(there.root().resolve("token"), token + "\n", StandardCharsets.UTF_8);
        CommandLineRun reference = CommandLineRun.of(environment, "status", "--token", "${file:token}");
        assertThat(reference.exitCode()).as(reference.toString()).isZero();
        environment.put("SLIPWAY_TOKEN", "${file:token}");
        CommandLineRun twin = CommandLineRun.of(environment, "status");
        assertThat(twin.exitCode()).as(twin.toString()).isZero();

        CommandLineRun gone = CommandLineRun.of(environment, "status", "--server", "http://127.0.0.1:1");
        assertThat(gone.exitCode()).as(gone.toString()).isEqualTo(78);
        assertThat(gone.err()).contains("server-unreachable");
        CommandLineRun noUrl = CommandLineRun.of(environment, "status", "--server", "ftp://x");
        assertThat(noUrl.exitCode()).as(noUrl.toString()).isEqualTo(64);
        CommandLineRun other = CommandLineRun.of(environment, "status", "--project", "other");
        assertThat(other.err()).contains("There is no project 'other'");
        assertThat(other.exitCode()).isEqualTo(4);
    }

    @Test
    void aTimeIsLeftToTheServer() throws Exception {
        script("ddl/1_customer.sql", "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);");
        script("ddl/1_customer.rollback.sql", "DROP TABLE customer;");
        once("text", 0, "package");
        String[] later = {"deploy", "latest", "--to", "dev", "--not-before", "2036-12-01T22:00+01:00"};

        CommandLineRun text = remote(later);
        assertThat(text.exitCode()).as(text.toString()).isZero();
        assertThat(text.out())
                .contains("#1: 1.0.0 to dev, scheduled.", "It starts at 2036-12-01T21:00Z (UTC)", "/deployments/1");
        CommandLineRun json = remote("deploy", "latest", "--to", "dev", "--not-before", later[5], "--output", "json");
        assertThat(json.out())
                .contains(
                        "\"result\" : \"scheduled\"", "\"deployment\" : 2", "\"notBefore\" : \"2036-12-01T21:00:00Z\"");
        assertThat(there.tables("dev")).isEmpty();

        int usage = io.slipway.release.error.Category.USAGE.exitCode();
        assertThat(remote("deploy", "latest", "--to", "dev", "--not-before", "2036-12-01T22:00")
                        .exitCode())
                .isEqualTo(usage);
        CommandLineRun local = CommandLineRun.of(here.environment(), later);
        assertThat(local.exitCode()).isEqualTo(usage);
        assertThat(local.err()).contains("--not-before wants --server");
    }

    private void same(int exitCode, String... words) {
        once("text", exitCode, words);
        once("json", exitCode, words);
    }

    private void once(String format, int exitCode, String... words) {
        String[] arguments = Arrays.copyOf(words, words.length + 2);
        arguments[words.length] = "--output";
        arguments[words.length + 1] = format;
        CommandLineRun local = CommandLineRun.of(here.environment(), arguments);
        CommandLineRun served = CommandLineRun.of(environment(), arguments);
        String what = String.join(" ", arguments) + "\nhere: " + local + "\nserver: " + served;
        assertThat(local.exitCode()).as(what).isEqualTo(exitCode);
        assertThat(served.exitCode()).as(what).isEqualTo(exitCode);
        assertThat(told(served.out())).as(what).isEqualTo(told(local.out()));
        assertThat(error(served)).as(what).isEqualTo(error(local));
    }

    private CommandLineRun remote(String... words) {
        return CommandLineRun.of(environment(), words);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(there.environment());
        environment.put("SLIPWAY_SERVER", server.url().toString());
        environment.put("SLIPWAY_TOKEN", token);
        return environment;
    }

    private void script(String path, String text) throws Exception {
        here.write("sql/" + path, text.getBytes(StandardCharsets.UTF_8));
        there.write("sql/" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void run(String environment, String sql) throws Exception {
        here.query(environment, sql);
        there.query(environment, sql);
    }

    private void waitForState(String state) throws Exception {
        var table = server.part(io.slipway.server.deployment.DeploymentTable.class);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (table.list("shop", "", Long.MAX_VALUE, 1).stream()
                .noneMatch(d -> d.state().text().equals(state))) {
            assertThat(System.nanoTime()).as("it never is " + state).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** What is said, without what differs from run to run: times, people, places. */
    private String told(String text) {
        return text.replace(here.root().toString(), "ROOT")
                .replace(there.root().toString(), "ROOT")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z| UTC)?", "TIME")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("(ann|lee)@[\\w.…-]+", "WHO")
                .replaceAll("\\d+\\.\\d s", "SECONDS")
                .replaceAll("\"millis\" : \\d+", "MILLIS")
                .replaceAll("\"artifact\" : \"(ROOT|/api)[^\"]+\"", "ARTIFACT")
                .replaceAll("[ ]{2,}", " ")
                .replaceAll("(?m)^( ?\\d+ TIME \\S+ \\S+) \\d+ ", "$1 MS ");
    }

    private String error(CommandLineRun run) {
        int at = run.err().indexOf("error:");
        return at < 0 ? "" : told(run.err().substring(at));
    }
}
