package io.slipway.server;

import io.slipway.server.operation.Operations.LogFormat;
import java.util.Map;

/** The server's log: one line each to standard error, which whoever starts the server keeps and rotates. */
final class LogSetting {
    private LogSetting() {}

    /** Wanted before the application is put together, since that is logged already. */
    static Map<String, Object> properties(ServerSettings settings) {
        return Map.of(
                "logging.config",
                "classpath:io/slipway/server/"
                        + (settings.operations().logs() == LogFormat.JSON ? "log-json.xml" : "log-text.xml"));
    }
}
