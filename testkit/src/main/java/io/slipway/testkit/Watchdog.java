package io.slipway.testkit;

import java.io.IOException;
import java.nio.file.Path;

/** Ends a server and removes its data when this JVM dies without having done so itself. */
final class Watchdog {
    /** The pipe on its standard input closes with the JVM, however that ends. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            read -r line
            if [ -f "$1" ]; then
              pid=$(head -n 1 "$1")
              # PostgreSQL ends at once on INT, MariaDB on TERM; each passes over the other.
              kill -INT "$pid" 2>/dev/null
              kill -TERM "$pid" 2>/dev/null
              tries=50
              while [ $tries -gt 0 ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; tries=$((tries - 1)); done
              kill -KILL "$pid" 2>/dev/null
            fi
            rm -rf "$2"
            """;

    private Watchdog() {}

    /**
     * @param pidFile first line: the server's process id; the file is gone when the server has stopped
     * @param data removed at the end
     */
    static void over(Path pidFile, Path data) throws IOException {
        new ProcessBuilder("sh", "-c", SCRIPT, "slipway-watchdog", pidFile.toString(), data.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
