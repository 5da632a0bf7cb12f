package io.slipway.server.operation;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How those who run a server want it.
 *
 * @param logs how a line of the log is written
 * @param tls the certificate to show; empty when a proxy does that, or nobody
 * @param traces where OpenTelemetry's collector takes spans (OTLP over HTTP); empty for none
 * @param shown all settings, as they were given, for the page that shows them
 */
public record Operations(LogFormat logs, Optional<Tls> tls, Optional<URI> traces, List<Shown> shown) {
    public static final Operations PLAIN =
            new Operations(LogFormat.TEXT, Optional.empty(), Optional.empty(), List.of());

    /** How a line of the log is written. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** One JSON object a line, for programs. */
        JSON,
        /** Errors alone, for a server that runs inside another command. */
        ERRORS
    }

    /** Files in PEM form: the certificate with those that vouch for it, and its key. They are read again once they change. */
    public record Tls(Path certificate, Path key) {}

    /**
     * One setting as it can be shown to anybody who may see settings.
     *
     * @param value without what may be a secret
     * @param origin such as {@code flag} or {@code default}
     */
    public record Shown(String name, String value, String origin) {}
}
