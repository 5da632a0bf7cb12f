package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.database.postgresql.EmbeddedPostgresServer.Data;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedPostgresServerTest {
    @TempDir(factory = InMemory.class)
    private Path folder;

    /** Starts a server on the folder given, says so and waits to be killed. */
    public static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgresServer server = EmbeddedPostgresServer.start(
                            Path.of(arguments[0]), Data.valueOf(arguments[1]), 0)
                    .orElseThrow();
            server.createDatabase("kept", EmbeddedPostgresServer.SUPERUSER);
            System.out.println(server.port());
            Thread.sleep(60_000);
        }
    }

    private static Process inAnotherProcess(Path data, Data care) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        data.toString(),
                        care.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String port = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(port).matches("\\d+");
        return process;
    }

    private static ProcessHandle postmaster(Path data) throws Exception {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Dead processes that nobody has waited for count as alive for Java; they have no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Test
    void dataUsersAndDatabasesLast() throws Exception {
        Path data = folder.resolve("a folder with a space").resolve("demo");
        int port;
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(data, Data.LASTING, 0).orElseThrow()) {
            port = server.port();
            server.createUser("Sh'op", Secret.of("a'b\\c"));
            server.createDatabase("shop_dev", "Sh'op");
            server.createDatabase("shop_dev", "Sh'op");
        }
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(data, Data.LASTING, port).orElseThrow()) {
            assertThat(server.port()).isEqualTo(port);
            server.createUser("Sh'op", Secret.of("new"));
            Address address = new Address(server.url("shop_dev"), "Sh'op", Secret.of("new"), Optional.empty());
            try (Target target = Databases.open(address)) {
                target.execute("CREATE TABLE t (a int)");
                assertThat(Databases.read(target, "SELECT current_setting('fsync')"))
                        .isEqualTo("on");
            }
        }
        assertThat(Files.exists(data.resolve("postmaster.pid"))).isFalse();
    }

    @Test
    void onlyItsOwnerGetsAtIt() throws Exception {
        Path data = folder.resolve("new").resolve("data");
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(data, Data.REPLACEABLE, 0).orElseThrow()) {
            assertThat(Files.getPosixFilePermissions(data))
                    .containsExactlyInAnyOrder(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE);
            assertThat(Files.getPosixFilePermissions(data.resolve("slipway.password")))
                    .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
            try (Target target = Databases.open(server.address("postgres"))) {
                assertThat(Databases.read(target, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
                        .isEqualTo("password");
                assertThat(
                                Databases.read(
                                        target,
                                        "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"))
                        .isEqualTo("127.0.0.1,");
            }
        }
    }

    @Test
    void aFolderHasOneServer() {
        Path data = folder.resolve("data");
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(data, Data.REPLACEABLE, 0).orElseThrow()) {
            assertThat(server.port()).isPositive();
            assertThat(EmbeddedPostgresServer.start(data, Data.REPLACEABLE, 0)).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        int taken = Databases.server().port();
        SlipwayException e = catchThrowableOfType(
                SlipwayException.class,
                () -> EmbeddedPostgresServer.start(folder.resolve("data"), Data.LASTING, taken));
        assertThat(e).hasMessageContaining("already in use");
    }

    @ParameterizedTest
    @EnumSource(
            value = Data.class,
            names = {"LASTING", "REPLACEABLE"})
    void whatAKilledProcessLeftIsStoppedAndItsDataUsed(Data care) throws Exception {
        Path data = folder.resolve("data");
        Process process = inAnotherProcess(data, care);
        ProcessHandle left = postmaster(data);
        process.destroyForcibly().waitFor();
        assertThat(runs(left)).isTrue();
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(data, care, 0).orElseThrow()) {
            assertThat(runs(left)).isFalse();
            try (Target target = Databases.open(server.address("kept"))) {
                assertThat(Databases.read(target, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void anInterruptedProcessLeavesNothing() throws Exception {
        Path data = folder.resolve("data");
        Process process = inAnotherProcess(data, Data.PASSING);
        ProcessHandle server = postmaster(data);
        // SIGTERM, as Ctrl-C, runs the hooks.
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runs(server)).isFalse();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void aSweepTakesAwayWhatKilledProcessesLeft() throws Exception {
        Path data = folder.resolve("data");
        Process process = inAnotherProcess(data, Data.PASSING);
        ProcessHandle left = postmaster(data);
        EmbeddedPostgresServer.sweep(EmbeddedPostgresServer.binaries(), folder);
        assertThat(runs(left)).isTrue();
        process.destroyForcibly().waitFor();
        EmbeddedPostgresServer.sweep(EmbeddedPostgresServer.binaries(), folder);
        assertThat(runs(left)).isFalse();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void aPidThatIsNowAnothersIsLeftAlone() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgresServer.start(data, Data.REPLACEABLE, 0).orElseThrow().close();
        Process innocent = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(data.resolve("postmaster.pid"), innocent.pid() + "\n" + data + "\n0\n1\n\n127.0.0.1\n");
            EmbeddedPostgresServer.start(data, Data.REPLACEABLE, 0)
                    .orElseThrow()
                    .close();
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }
}
