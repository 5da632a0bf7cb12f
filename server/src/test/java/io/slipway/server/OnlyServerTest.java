package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlyServerTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondServerOnTheSameFolderIsRefusedAndTheFirstOneGoesOn() throws Exception {
        try (TestServer first = TestServer.start(folder, Map.of())) {
            assertThatThrownBy(() -> TestServer.start(folder, Map.of()))
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_IN_USE))
                    .hasMessageContaining(folder.toString());
            assertThat(first.get("/health").status()).isEqualTo(200);
        }
        try (TestServer next = TestServer.start(folder, Map.of())) {
            assertThat(next.get("/health").status()).isEqualTo(200);
        }
    }
}
