package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchFoldersTest {
    @TempDir
    Path parent;

    @Test
    void onlyOldFoldersOfDeadProcessesGo() throws IOException {
        Path mine = ScratchFolders.create(parent);
        Path dead = Files.createDirectories(parent.resolve("run-999999999-x").resolve("deep"));
        Path kept = Files.createDirectories(parent.resolve("kept"));
        ScratchFolders.sweep(parent, Instant.now().minusSeconds(60));
        assertThat(dead).exists();
        ScratchFolders.sweep(parent, Instant.now().plusSeconds(60));
        assertThat(dead.getParent()).doesNotExist();
        assertThat(mine).exists();
        assertThat(kept).exists();
        ScratchFolders.delete(mine);
        ScratchFolders.delete(mine);
        assertThat(mine).doesNotExist();
    }
}
