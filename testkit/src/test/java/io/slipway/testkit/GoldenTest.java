package io.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

final class GoldenTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFileFailsAndIsNotWritten() {
        assertThrows(AssertionFailedError.class, () -> new Golden(folder, false, false).check("a/b.txt", "one"));
        assertFalse(Files.exists(folder.resolve("a/b.txt")));
    }

    @Test
    void anUpdateWritesWhatIsThenCompared() throws IOException {
        new Golden(folder, true, false).check("a/b.txt", "one\n");
        assertEquals("one\n", Files.readString(folder.resolve("a/b.txt")));
        Golden golden = new Golden(folder, false, true);
        golden.check("a/b.txt", "one\n");
        assertThrows(AssertionFailedError.class, () -> golden.check("a/b.txt", "two\n"));
    }

    @Test
    void aBuildServerRefusesToUpdate() {
        assertThrows(AssertionFailedError.class, () -> new Golden(folder, true, true).check("a.txt", "one"));
        assertFalse(Files.exists(folder.resolve("a.txt")));
    }

    @Test
    void corporaAreFoundFromBelow() throws IOException {
        Path corpora = Files.createDirectories(folder.resolve("shared/corpora"));
        Path below = Files.createDirectories(folder.resolve("a/b"));
        assertEquals(Optional.of(corpora), Corpora.find(below));
    }

    @Test
    void aSkipAbortsTheTestAndSaysWhy() {
        PrintStream stdout = System.out;
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
        try {
            assertThrows(TestAbortedException.class, () -> Skips.outLoud("no server\nhere"));
        } finally {
            System.setOut(stdout);
        }
        assertEquals("SKIPPED: no server here" + System.lineSeparator(), seen.toString(StandardCharsets.UTF_8));
    }
}
