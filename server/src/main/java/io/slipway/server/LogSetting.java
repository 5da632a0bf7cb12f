package io.slipway.server;

import java.util.Map;

/** The server's log: one line each to standard error, which whoever starts the server keeps and rotates. */
final class LogSetting {
    private LogSetting() {}

    /** Wanted before the application is put together, since that is logged already. */
    static Map<String, Object> properties(ServerSettings settings) {
        return Map.of(
                "logging.config",
                "classpath:io/slipway/server/"
                        + switch (settings.operations().logs()) {
                            case TEXT -> "log-text.xml";
                            case JSON -> "log-json.xml";
                            case ERRORS -> "log-errors.xml";
                        });
    }
}
