package io.slipway.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.NativeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteProductTest {
    @TempDir
    Path folder;

    private Target connect(Path file) {
        return new SqliteProduct(Clock.systemUTC())
                .connect(new Address("jdbc:sqlite:" + file, "", Secret.NONE, Optional.empty()), "shop");
    }

    @Test
    void lookingMakesNoFileAndDeployingDoes() throws SqlFailure {
        Path file = folder.resolve("new.db");
        try (Target target = connect(file)) {
            assertThat(target.history().entries()).isEmpty();
            assertThat(target.history().journal()).isEmpty();
            assertThat(target.lock().holder()).isEmpty();
            assertThat(target.catalogue().objects()).isEmpty();
            target.timeouts(Optional.of(Duration.ofSeconds(1)), Optional.empty());
            target.resetSession();
            assertThat(folder).isEmptyDirectory();
            try (Target deploying = connect(file)) {
                deploying.lock().tryAcquire("me");
                deploying.execute("CREATE TABLE t (i int)");
                assertThat(target.catalogue().objects()).isNotEmpty();
                assertThat(target.lock().holder()).isPresent();
            }
        }
        assertThat(file).exists();
    }

    /** Whoever may write a definition and a script could run a program in the server otherwise. */
    @Test
    void aServerLoadsNoExtension() {
        Address address = new Address(
                "jdbc:sqlite:" + folder.resolve("shop.db") + "?Enable_Load_Extension=true",
                "",
                Secret.NONE,
                Optional.empty());
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(() -> SqliteProduct.alone(Clock.systemUTC()).connect(address, "shop"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID))
                .withMessageContaining("a server loads none");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anotherProcessIsKeptOutEvenAfterAVainTryInThisOne() throws Exception {
        Path file = folder.resolve("shop.db");
        try (Target target = connect(file);
                Target other = connect(file)) {
            assertThat(target.lock().tryAcquire("me")).isPresent();
            assertThat(other.lock().tryAcquire("other")).isEmpty();
            assertThat(elsewhere(file)).isEqualTo("held");
            target.lock().release();
            assertThat(elsewhere(file)).isEqualTo("free");
        }
    }

    private String elsewhere(Path file) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("Try.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                class Try {
                    public static void main(String[] args) throws Exception {
                        try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                            System.out.print(channel.tryLock() == null ? "held" : "free");
                        }
                    }
                }
                """);
        String launcher =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(launcher, source.toString(), file + ".slipway-lock"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    @Test
    void aRelativeFileIsRelativeToTheProject() {
        Address relative = new Address("jdbc:sqlite:shop.db?cache=private", "", Secret.NONE, Optional.empty());
        Address absolute = new SqliteProduct(Clock.systemUTC()).within(folder, relative);
        assertThat(absolute.url()).isEqualTo("jdbc:sqlite:" + folder.resolve("shop.db") + "?cache=private");
        assertThat(new SqliteProduct(Clock.systemUTC()).within(folder, absolute))
                .isEqualTo(absolute);
    }

    @Test
    void aRefusedCommitRollsBack() throws SqlFailure {
        try (Target target = connect(folder.resolve("shop.db"))) {
            target.execute("PRAGMA foreign_keys = ON");
            target.execute("CREATE TABLE p (i int PRIMARY KEY)");
            target.execute("CREATE TABLE c (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
            target.begin();
            target.execute("INSERT INTO c VALUES (1)");
            assertThatExceptionOfType(SqlFailure.class)
                    .isThrownBy(target::commit)
                    .satisfies(failure -> assertThat(failure.sqlState()).isEqualTo("23000"));
            assertThat(target.execute("DELETE FROM c")).isZero();
            target.resetSession();
            assertThat(target.execute("INSERT INTO c VALUES (1)")).isEqualTo(1);
        }
    }

    @Test
    void nothingOfAStatementIsLeftOutOrTakenForACommandOfTheDriver() throws SqlFailure {
        try (Target target = connect(folder.resolve("shop.db"))) {
            target.execute("CREATE TABLE t (i int); CREATE TABLE u (i int)");
            target.execute("CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1);"
                    + " INSERT INTO u VALUES (2); END");
            assertThat(target.execute("INSERT INTO t VALUES (1)")).isEqualTo(1);
            assertThat(target.execute("DELETE FROM u")).isEqualTo(2);
            assertThatExceptionOfType(SqlFailure.class)
                    .isThrownBy(() -> target.execute("backup to '" + folder.resolve("copy.db") + "'"));
            assertThat(folder.resolve("copy.db")).doesNotExist();
        }
    }

    @Test
    void theNativeShellSeesTheSame() throws SqlFailure {
        Path file = folder.resolve("shop.db");
        try (Target target = connect(file)) {
            target.execute("CREATE TABLE t (s text)");
            target.execute("INSERT INTO t VALUES ('é ? {x}')");
        }
        assertThat(NativeClients.findOrSkip("sqlite3")
                        .run(Map.of(), "SELECT s FROM t;", file.toString())
                        .orFail())
                .isEqualTo("é ? {x}\n");
    }

    @Test
    void whatIsNoDatabaseFileIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no database, but long enough. ".repeat(50));
        assertRefused(text.toString(), ErrorCode.DATABASE_UNREACHABLE);
        assertRefused(folder.toString(), ErrorCode.DATABASE_UNREACHABLE);
        assertRefused(":memory:", ErrorCode.PROJECT_FILE_INVALID);
        assertRefused("", ErrorCode.PROJECT_FILE_INVALID);
    }

    @Test
    void thereAreNoSchemas() {
        try (Target target = connect(folder.resolve("shop.db"))) {
            assertThatExceptionOfType(SlipwayException.class).isThrownBy(() -> target.currentSchema("other"));
        }
    }

    private void assertRefused(String url, ErrorCode code) {
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(() -> connect(Path.of("x").resolveSibling(url)))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
