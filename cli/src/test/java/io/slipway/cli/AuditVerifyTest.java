package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exported audit log is verified without a server. The file was made by the program in docs/audit.md, not by ours. */
class AuditVerifyTest {
    private static final String END = "3:679e5634dcb443d23fd673ecfbfbda90765d6976332cdb39f565eb98c5ba1b9c";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = folder.resolve("audit.jsonl");
        try (InputStream made = Objects.requireNonNull(AuditVerifyTest.class.getResourceAsStream("audit.jsonl"))) {
            Files.copy(made, file);
        }
    }

    @Test
    void aWholeLog() {
        CommandLineRun run = verify();
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("whole: 3 events").contains(END).contains("anchor kept elsewhere");
        CommandLineRun compared = verify("--anchor", END, "--output", "json");
        assertThat(compared.exitCode()).isZero();
        assertThat(compared.out()).contains("\"compared\" : true").contains("\"events\" : 3");
    }

    @Test
    void aChangedEventIsNamed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("project-registered", "project-registereD"));
        CommandLineRun run = verify();
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("event 2 was changed").contains("audit-damaged");
    }

    @Test
    void aLogCutOffIsNoticedByItsAnchorOnly() throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        Files.write(file, lines.subList(0, 2), StandardCharsets.UTF_8);
        assertThat(verify().exitCode()).isZero();
        CommandLineRun run = verify("--anchor", END);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("from 3 to 3 are missing");
    }

    @Test
    void whatIsNoLogAndNoAnchor() throws IOException {
        assertThat(verify("--anchor", "3").exitCode()).isEqualTo(64);
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(verify().exitCode()).isEqualTo(65);
        Files.delete(file);
        assertThat(verify().exitCode()).isEqualTo(65);
        assertThat(CommandLineRun.of(Map.of(), "audit").exitCode()).isEqualTo(64);
    }

    private CommandLineRun verify(String... more) {
        String[] words = new String[3 + more.length];
        words[0] = "audit";
        words[1] = "verify";
        words[2] = file.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return CommandLineRun.of(Map.of(), words);
    }
}
