package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the settings of {@code slipway serve} come from, as it shows them. */
class ServeSettingsTest {
    private static final String CANARY = "canary-in-a-setting-4f1c";

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("slipway-server.properties"), content, StandardCharsets.UTF_8);
    }

    private static CommandLineRun show(Map<String, String> environment, Path file, String... flags) {
        String[] all = new String[flags.length + 3];
        all[0] = "serve";
        all[1] = "--show-settings";
        all[2] = "--settings=" + file;
        System.arraycopy(flags, 0, all, 3, flags.length);
        return CommandLineRun.of(environment, all);
    }

    private static String row(CommandLineRun run, String name) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.replaceAll("  +", " | "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(run.toString()));
    }

    @Test
    void aFlagBeforeAVariableBeforeTheFileBeforeTheDefault() throws Exception {
        Path file = file("# ours\nport=1\nthreads=2\nnode=three\nlog-format=json\nproxy=10.0.0.1,10.0.0.2\n");
        CommandLineRun run = show(Map.of("SLIPWAY_PORT", "11", "SLIPWAY_THREADS", "12"), file, "--port=21");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(row(run, "port")).isEqualTo("port | 21 | flag --port");
        assertThat(row(run, "threads")).isEqualTo("threads | 12 | variable SLIPWAY_THREADS");
        assertThat(row(run, "node")).isEqualTo("node | three | file " + file);
        assertThat(row(run, "log-format")).isEqualTo("log-format | json | file " + file);
        assertThat(row(run, "proxy")).isEqualTo("proxy | 10.0.0.1,10.0.0.2 | file " + file);
        assertThat(row(run, "address")).isEqualTo("address | 127.0.0.1 | default");
        assertThat(folder.resolve("slipway-data")).doesNotExist();
    }

    @Test
    void noSecretIsShown() throws Exception {
        Path file = file("database=jdbc:postgresql://me:" + CANARY + "@db/x?password=" + CANARY
                + "\ndatabase-password=${command:echo " + CANARY + "}\noidc-client-secret=" + CANARY
                + "\noidc-issuer=https://sso.example.com\n");
        CommandLineRun run = show(Map.of(), file);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out() + run.err()).doesNotContain(CANARY);
        assertThat(row(run, "database-password")).contains("${command:…}");
        assertThat(row(run, "database")).contains("jdbc:postgresql://***@db/x?***");
    }

    @Test
    void aReferenceInAVariableStaysOne() throws Exception {
        CommandLineRun run = show(Map.of("SLIPWAY_DATABASE_PASSWORD", "${env:HOME}"), file(""));
        assertThat(row(run, "database-password"))
                .isEqualTo("database-password | ${env:HOME} | variable SLIPWAY_DATABASE_PASSWORD");
    }

    @Test
    void whatIsNoSettingIsRefusedWithWhatWasMeant() throws Exception {
        CommandLineRun run = show(Map.of(), file("prot=9\n"));
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(78);
        assertThat(run.err()).contains("setting-invalid").contains("'prot'").contains("Did you mean 'port'?");
        CommandLineRun value = show(Map.of(), file("port=many\n"));
        assertThat(value.exitCode()).as(value.toString()).isEqualTo(78);
        assertThat(value.err()).contains("slipway-server.properties").contains("many");
        CommandLineRun missing = show(Map.of(), folder.resolve("missing"));
        assertThat(missing.exitCode()).isEqualTo(78);
        CommandLineRun flag = CommandLineRun.of(Map.of(), "serve", "--prot=9");
        assertThat(flag.exitCode()).isEqualTo(64);
        assertThat(flag.err()).contains("Did you mean '--port'?");
        CommandLineRun variable = show(Map.of("SLIPWAY_PROT", "9", "SLIPWAY_TOKEN", "x"), file(""));
        assertThat(variable.exitCode()).isZero();
        assertThat(variable.err()).contains("SLIPWAY_PROT is no setting; did you mean SLIPWAY_PORT?");
        assertThat(variable.err()).doesNotContain("TOKEN");
    }

    /** A variable may hold the secret itself; where others can read, only a reference may stand. */
    @Test
    void theServerOfLabsAndTheAccountOfMeetingsAreSettingsToo() throws Exception {
        Path file = file("lab-url=jdbc:postgresql://labs.example.org/postgres\nlab-seconds=12\n");
        CommandLineRun run = show(Map.of("SLIPWAY_LAB_PASSWORD", CANARY), file, "--goto-client-id=app");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(row(run, "lab-url"))
                .isEqualTo("lab-url | jdbc:postgresql://labs.example.org/postgres | file " + file);
        assertThat(row(run, "lab-password")).isEqualTo("lab-password | *** | variable SLIPWAY_LAB_PASSWORD");
        assertThat(row(run, "goto-client-id")).isEqualTo("goto-client-id | app | flag --goto-client-id");
        assertThat(run.out() + run.err()).doesNotContain(CANARY);
        for (String flag : new String[] {"--lab-password", "--goto-client-secret", "--goto-refresh-token"}) {
            CommandLineRun literal = CommandLineRun.of(
                    Map.of(), "serve", "--port=0", "--data=" + folder.resolve("data"), flag + "=" + CANARY);
            assertThat(literal.err()).contains("secret-literal").doesNotContain(CANARY);
        }
        CommandLineRun half = CommandLineRun.of(
                Map.of(), "serve", "--port=0", "--data=" + folder.resolve("data"), "--goto-client-id=app");
        assertThat(half.err()).contains("SLIPWAY_GOTO_CLIENT_SECRET is missing");
    }

    @Test
    void halfOfTlsIsRefused() throws Exception {
        CommandLineRun run = CommandLineRun.of(
                Map.of(), "serve", "--port=0", "--data=" + folder.resolve("data"), "--tls-key=" + folder.resolve("k"));
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(64);
        assertThat(run.err()).contains("--tls-key needs --tls-certificate");
        CommandLineRun gone = CommandLineRun.of(
                Map.of(),
                "serve",
                "--port=0",
                "--data=" + folder.resolve("data"),
                "--tls-certificate=" + folder.resolve("c"),
                "--tls-key=" + folder.resolve("k"));
        assertThat(gone.exitCode()).as(gone.toString()).isEqualTo(78);
        assertThat(gone.err()).contains("tls-invalid");
    }
}
