package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script of 200 MB goes in and out of an artifact in a heap that could never hold it. */
final class LargeArtifactTest {
    private static final long SIZE = 200L << 20;

    @TempDir
    Path folder;

    @Test
    void twoHundredMegabytesPassThroughASmallHeap() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process java = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeArtifactTest.class.getName(),
                        folder.resolve("large.zip").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(java.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).endsWith("read " + SIZE + "\n");
        assertThat(java.exitValue()).isZero();
    }

    public static void main(String[] args) throws IOException {
        ScriptText text = new Inserts();
        Change change = new Change(
                "data.sql",
                "sql/data.sql",
                Kind.SQL,
                false,
                TextDigest.of(text),
                "0".repeat(64),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        Manifest manifest = new Manifest(
                1,
                "shop",
                "postgresql",
                "main",
                "1.0.0",
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of(),
                List.of(change));
        ArtifactContents contents = new ArtifactContents(
                manifest,
                new Proof("PostgreSQL 18", Map.of()),
                new Schema("0".repeat(64), List.of()),
                Map.of(change.digest(), text),
                Map.of());
        Path file = new ArtifactWriter(Optional.empty(), Limits.DEFAULT)
                .write(contents, Path.of(args[0]))
                .file();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE);
                InputStream in = artifact.text(change).open()) {
            long read = 0;
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
            }
            System.out.println("read " + read);
        }
    }

    /** Lines that are made as they are read, no two alike and yet always the same. */
    private static final class Inserts implements ScriptText {
        @Override
        public InputStream open() {
            return new InputStream() {
                private long given;
                private byte[] line = {};
                private int at;
                private long number = 1;

                @Override
                public int read() {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0];
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    if (given == SIZE) {
                        return -1;
                    }
                    if (at == line.length) {
                        number = number * 6364136223846793005L + 1442695040888963407L;
                        line = ("insert into t values ('" + HexFormat.of().toHexDigits(number) + "', 'x');\n")
                                .getBytes(StandardCharsets.US_ASCII);
                        at = 0;
                    }
                    int n = (int) Math.min(Math.min(length, line.length - at), SIZE - given);
                    System.arraycopy(line, at, into, from, n);
                    at += n;
                    given += n;
                    return n;
                }
            };
        }

        @Override
        public long size() {
            return SIZE;
        }
    }
}
