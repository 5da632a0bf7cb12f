package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlyServerTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderHasOneAtATime() {
        Path data = folder.resolve("data");
        try (OnlyServer first = OnlyServer.in(data)) {
            assertThat(first).isNotNull();
            assertThatExceptionOfType(SlipwayException.class)
                    .isThrownBy(() -> OnlyServer.in(data))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_IN_USE))
                    .withMessageContaining(data.toString());
            OnlyServer.in(folder.resolve("other")).close();
        }
        OnlyServer.in(data).close();
    }
}
