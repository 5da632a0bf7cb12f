package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.progress.Progress;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import io.slipway.store.StoreCopy;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's store is backed up while it runs, restored, and moved to PostgreSQL; each time all of it is there. */
class BackupTest {
    @TempDir
    private Path folder;

    @Test
    void fromSqliteToAFileToPostgresqlAndBack() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("backup.db");
        AuditLog.Anchor anchor;
        try (SlipwayServer server = serve(StoreSettings.embedded(data), data, Map.of())) {
            fill(server);
            anchor = server.part(AuditLog.class).anchor();
            CommandLineRun run = slipway(Map.of(), "backup", file.toString(), "--data", data.toString());
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out()).contains("Backed up to");
        }
        CommandLineRun again = slipway(Map.of(), "backup", file.toString(), "--data", data.toString());
        assertThat(again.exitCode()).as("never over another").isEqualTo(4);

        Database postgres = PostgresServer.newest().createDatabase();
        Map<String, String> environment = Map.of("STORE", postgres.password());
        String[] there = {
            "--data=" + folder.resolve("other"),
            "--database=" + postgres.url(),
            "--database-user=" + postgres.user(),
            "--database-password=${env:STORE}"
        };
        CommandLineRun restored = slipway(environment, with("restore", file.toString(), there));
        assertThat(restored.exitCode()).as(restored.toString()).isZero();
        CommandLineRun twice = slipway(environment, with("restore", file.toString(), there));
        assertThat(twice.exitCode()).as(twice.toString()).isEqualTo(4);
        assertThat(twice.err()).contains("store-not-empty");

        StoreSettings settings = StoreSettings.server(
                folder.resolve("other"),
                postgres.url(),
                postgres.user(),
                io.slipway.release.project.SecretReference.parse("${env:STORE}"));
        try (SlipwayServer server = serve(settings, folder.resolve("other"), environment)) {
            check(server, anchor);
        }
        Path back = folder.resolve("back.db");
        assertThat(slipway(environment, with("backup", back.toString(), there)).exitCode())
                .isZero();
        Path third = folder.resolve("third");
        assertThat(slipway(Map.of(), "restore", back.toString(), "--data", third.toString())
                        .exitCode())
                .isZero();
        if (Files.getFileStore(third).supportsFileAttributeView("posix")) {
            // password hashes are in them
            for (Path kept : List.of(file, back, StoreSettings.embeddedFile(third))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                        .as("%s", kept)
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(third)))
                    .isEqualTo("rwx------");
        }
        try (SlipwayServer server = serve(StoreSettings.embedded(third), third, Map.of())) {
            check(server, anchor);
        }
    }

    @Test
    void aServerMovesToPostgresqlByOneCommand() throws Exception {
        Path data = folder.resolve("data");
        AuditLog.Anchor anchor;
        try (SlipwayServer server = serve(StoreSettings.embedded(data), data, Map.of())) {
            fill(server);
            anchor = server.part(AuditLog.class).anchor();
        }
        Database postgres = PostgresServer.newest().createDatabase();
        Map<String, String> environment = Map.of("STORE", postgres.password());
        CommandLineRun moved = slipway(
                environment,
                "migrate",
                "--data=" + data,
                "--database=" + postgres.url(),
                "--database-user=" + postgres.user(),
                "--database-password=${env:STORE}");
        assertThat(moved.exitCode()).as(moved.toString()).isZero();
        StoreSettings settings = StoreSettings.server(
                data,
                postgres.url(),
                postgres.user(),
                io.slipway.release.project.SecretReference.parse("${env:STORE}"));
        try (SlipwayServer server = serve(settings, data, environment)) {
            check(server, anchor);
        }
    }

    /** The copy is held up where it writes, with its reading begun: the server's writers go on, and it sees nothing of it. */
    @Test
    void aServerWritesWhileItIsBackedUp() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("backup.db");
        try (SlipwayServer server = serve(StoreSettings.embedded(data), data, Map.of());
                Store from = Store.open(StoreSettings.embedded(data), Clock.systemUTC(), Map.of(), Progress.NONE);
                Store to = Store.open(StoreSettings.file(file), Clock.systemUTC(), Map.of(), Progress.NONE)) {
            fill(server);
            AuditLog.Anchor before = server.part(AuditLog.class).anchor();
            CompletableFuture<Map<String, Long>> copying;
            Duration writing;
            try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement hold = holder.createStatement()) {
                hold.execute("BEGIN IMMEDIATE");
                copying = CompletableFuture.supplyAsync(() -> StoreCopy.run(from, to));
                // long enough to have read the first thing, and to wait at the first that it writes
                Thread.sleep(1_000);
                Instant start = Instant.now();
                server.part(People.class)
                        .add("test", new People.NewPerson("bob", "Bob", Optional.empty(), Optional.empty()), List.of());
                writing = Duration.between(start, Instant.now());
                assertThat(copying).isNotDone();
                hold.execute("ROLLBACK");
            }
            assertThat(writing).isLessThan(Duration.ofSeconds(5));
            assertThat(copying.get(30, TimeUnit.SECONDS)).containsEntry("person", 1L);
            assertThat(copying.join()).containsEntry("audit_event", before.sequence());
        }
    }

    @Test
    void aMistypedFolderIsNotMade() {
        CommandLineRun run =
                slipway(Map.of(), "backup", folder.resolve("x.db").toString(), "--data=" + folder.resolve("mistyped"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("There is no server's data in");
        assertThat(folder.resolve("mistyped")).doesNotExist();
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    private static void fill(SlipwayServer server) {
        server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson(
                                "ann", "Ann Lee", Optional.of("ann@example.com"), Optional.of("correct horse battery")),
                        List.of(new Grant(Role.ADMINISTRATOR, "", "")));
    }

    private static void check(SlipwayServer server, AuditLog.Anchor anchor) {
        assertThat(server.part(AuditLog.class).anchor()).isEqualTo(anchor);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
        assertThat(server.part(People.class).verify("ann", "correct horse battery"))
                .hasValueSatisfying(person -> {
                    assertThat(person.fullName()).isEqualTo("Ann Lee");
                    assertThat(person.active()).isTrue();
                    assertThat(server.part(People.class).grants(person.id()))
                            .containsExactly(new Grant(Role.ADMINISTRATOR, "", ""));
                });
    }

    private static SlipwayServer serve(StoreSettings store, Path data, Map<String, String> environment) {
        return SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        store,
                        "node",
                        Optional.empty(),
                        1,
                        ServerSettings.LARGEST_ARTIFACT,
                        environment),
                Clock.systemUTC(),
                Progress.NONE);
    }

    private static String[] with(String command, String file, String... rest) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(command, file), java.util.Arrays.stream(rest))
                .toArray(String[]::new);
    }

    private static CommandLineRun slipway(Map<String, String> environment, String... arguments) {
        return CommandLineRun.of(environment, arguments);
    }
}
