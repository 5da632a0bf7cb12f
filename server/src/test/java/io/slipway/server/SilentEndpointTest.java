package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with an endpoint that does not say who may call it does not start. */
class SilentEndpointTest {
    private static final String SWITCH = "slipway.test.silent-endpoint";

    @TempDir
    private Path folder;

    @Test
    void theStartIsRefused() {
        System.setProperty(SWITCH, "true");
        try {
            assertThatThrownBy(() -> TestServer.start(folder, Map.of()).close())
                    .hasMessageContaining("SilentEndpoint")
                    .hasMessageContaining("does not say who may call it");
        } finally {
            System.clearProperty(SWITCH);
        }
    }
}
