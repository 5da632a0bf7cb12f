package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slipway.cli.CommandLineRun;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.script.Script;
import io.slipway.release.script.ScriptFolder;
import io.slipway.release.sql.Dialect;
import io.slipway.testkit.Corpora;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Artifacts and scripts with a few bytes changed: each is taken or refused in words, soon, with little memory, and what
 * is refused leaves nothing behind.
 */
class MutantsTest {
    private static final int MUTANTS = Integer.getInteger("torture.mutants", 2_000);
    private static final long SEED = Long.getLong("torture.seed", 1);
    private static final int DEPLOYED_OF = 200;
    private static final long MOST_MEMORY = 64 << 20;
    private static final long LONGEST_NANOS = 20_000_000_000L;
    private static final int LARGEST_SCRIPT = 6_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * A packed entry does not end with a whole byte. Whoever seals the file anew may change the bits behind it: it is the
     * same artifact then, and all that its digest speaks of is the same.
     */
    @Test
    @Timeout(7200)
    void mutatedArtifactsAreRefusedAndNothingIsWritten() throws Exception {
        Path root = shop();
        Map<String, String> environment = environment(root);
        byte[] original;
        String digest;
        try (Stream<Path> files = Files.list(root.resolve("artifacts"))) {
            Path artifact = files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
            original = Files.readAllBytes(artifact);
            digest = ArtifactReader.summary(artifact, Limits.DEFAULT).digest();
        }
        Path mutant = root.resolve("mutant.zip");
        for (int i = 0; i < MUTANTS; i++) {
            // half are what an accident makes, half what somebody makes who seals it anew
            boolean sealed = i % 2 == 1;
            byte[] bytes = sealed ? sealed(Mutation.of(unsealed(original), random)) : Mutation.of(original, random);
            if (Arrays.equals(bytes, original)) {
                continue;
            }
            Files.write(mutant, bytes);
            String name = "mutant " + i + " of seed " + SEED;
            boolean[] taken = {false};
            bounded(name, () -> {
                try (Artifact artifact = ArtifactReader.open(mutant, Limits.DEFAULT)) {
                    taken[0] = true;
                    assertThat(bytes.length).as(name).isEqualTo(original.length);
                    assertThat(sealed).as(name + " was taken").isTrue();
                    assertThat(artifact.digest()).as(name + " was taken").isEqualTo(digest);
                } catch (SlipwayException e) {
                    assertThat(e.code()).as(name).isNotEqualTo(ErrorCode.INTERNAL);
                }
            });
            if (i % DEPLOYED_OF < 2 && !taken[0]) {
                CommandLineRun run =
                        CommandLineRun.of(environment, Clock.systemUTC(), "deploy", mutant.toString(), "--to", "dev");
                assertThat(run.exitCode()).as(name + ": " + run).isEqualTo(65);
                assertThat(run.err()).as(name).doesNotContain("internal");
                assertThat(root.resolve("dev.db")).as(name).doesNotExist();
            }
        }
    }

    @Test
    @Timeout(7200)
    void mutatedScriptsAreReadOrRefusedInWords() throws Exception {
        List<byte[]> seeds = scripts();
        Dialect[] dialects = Dialect.values();
        Path sql = Files.createDirectories(folder.resolve("scripts/sql"));
        Path file = Files.createDirectories(sql.resolve("ddl")).resolve("1.sql");
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = Mutation.of(seeds.get(random.nextInt(seeds.size())), random);
            Files.write(file, bytes);
            Dialect dialect = dialects[i % dialects.length];
            String name = "mutant " + i + " of seed " + SEED + " as " + dialect;
            bounded(name, () -> {
                try {
                    for (Script script : ScriptFolder.read(sql, dialect).scripts()) {
                        ScriptScan.of(dialect, new ScriptSource(script.path(), script.text(), List.of(), Map.of()));
                    }
                } catch (SlipwayException e) {
                    assertThat(e.code()).as(name).isNotEqualTo(ErrorCode.INTERNAL);
                    assertThat(String.valueOf(e.getMessage())).as(name).isNotBlank();
                }
            });
        }
    }

    /** An artifact ends with the SHA-256, in hex, of all before it. */
    private static byte[] unsealed(byte[] artifact) {
        return Arrays.copyOf(artifact, artifact.length - 64);
    }

    private static byte[] sealed(byte[] body) {
        byte[] hash = Sha256.of(body).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(body, body.length + hash.length);
        System.arraycopy(hash, 0, whole, body.length, hash.length);
        return whole;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void bounded(String name, Work work) throws Exception {
        long memory = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(name + " was not expected at all", e);
        }
        assertThat(System.nanoTime() - start).as("time of " + name).isLessThan(LONGEST_NANOS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - memory)
                .as("memory of " + name)
                .isLessThan(MOST_MEMORY);
    }

    /** A packaged artifact, never deployed. */
    private Path shop() throws IOException {
        Path root = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(
                root.resolve("slipway.yaml"),
                "project: shop\ndatabase: sqlite\nenvironments:\n  dev: { url: \"jdbc:sqlite:" + root.resolve("dev.db")
                        + "\" }\n");
        for (int i = 1; i <= 5; i++) {
            Path script = root.resolve("sql/ddl/" + i + ".sql");
            Files.createDirectories(script.getParent());
            Files.writeString(script, "CREATE TABLE t" + i + " (id integer PRIMARY KEY, name text);\n");
            Files.writeString(root.resolve("sql/ddl/" + i + ".rollback.sql"), "DROP TABLE t" + i + ";\n");
        }
        Torture.require(CommandLineRun.of(environment(root), Clock.systemUTC(), "package"), 0);
        return root;
    }

    private static Map<String, String> environment(Path root) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("USER", "ann");
        environment.put("SLIPWAY_DIRECTORY", root.toString());
        return environment;
    }

    /** What there is of real SQL, and of what is hard to read. */
    private static List<byte[]> scripts() throws IOException {
        List<byte[]> all = new ArrayList<>();
        all.add(
                ("-- slipway id: a\n-- slipway timeout: 30s\n-- slipway parameters: x\nCREATE TABLE \"a;b\" (c text DEFAULT"
                                + " E'\\'');\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN RETURN 1; END $x$;\n"
                                + "COPY t FROM stdin;\n1\t2\n\\.\n-- slipway rollback:\nDROP TABLE \"a;b\";\n")
                        .getBytes(StandardCharsets.UTF_8));
        all.add(
                "DELIMITER //\nCREATE PROCEDURE p() BEGIN IF 1 THEN SELECT ';'; END IF; END//\nDELIMITER ;\nSELECT `a;`;\n"
                        .getBytes(StandardCharsets.UTF_8));
        Optional<Path> corpora = Corpora.find();
        if (corpora.isPresent()) {
            try (Stream<Path> files = Files.walk(corpora.get())) {
                for (Path file : files.filter(each -> each.toString().endsWith(".sql"))
                        .sorted()
                        .toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    all.add(Arrays.copyOf(bytes, Math.min(bytes.length, LARGEST_SCRIPT)));
                }
            }
        }
        return all;
    }
}
