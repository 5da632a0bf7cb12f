package io.slipway.cli.commands;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How those who run a server want it: where settings are, TLS, the log, traces. */
final class OperationOptions {
    @Option(
            names = SettingsFile.FLAG,
            paramLabel = "FILE",
            description = "A file of settings, one NAME=VALUE a line, named as the flags without dashes"
                    + " (default: slipway-server.properties, if it is there).")
    private Optional<Path> settings = Optional.empty();

    @Option(
            names = "--show-settings",
            description = "Shows every setting, its value and where that comes from, and serves nothing.")
    private boolean show;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Serve HTTPS with this certificate, in PEM form with its intermediates. Read again when it"
                    + " changes.")
    private Optional<Path> tlsCertificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key, in PEM form, without a password.")
    private Optional<Path> tlsKey = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            description = "How the log is written to standard error: text or json (default text).")
    private LogForm logFormat = LogForm.TEXT;

    @Option(
            names = "--traces",
            paramLabel = "URL",
            description = "Where an OpenTelemetry collector takes traces, such as http://localhost:4318/v1/traces"
                    + " (default: none are sent).")
    private Optional<URI> traces = Optional.empty();

    /** How a line of the log is written. */
    enum LogForm {
        TEXT,
        JSON
    }

    /** @param certificate with its key */
    record Tls(Path certificate, Path key) {}

    Optional<Path> settings() {
        return settings;
    }

    boolean show() {
        return show;
    }

    LogForm logFormat() {
        return logFormat;
    }

    Optional<URI> traces() {
        return traces;
    }

    /** @throws SlipwayException {@code usage} when one is there without the other */
    Optional<Tls> tls() {
        if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    tlsKey.isPresent() ? "--tls-key needs --tls-certificate." : "--tls-certificate needs --tls-key.",
                    "Give both, or none and put a TLS proxy before the server.");
        }
        return tlsCertificate.map(
                file -> new Tls(file.toAbsolutePath(), tlsKey.orElseThrow().toAbsolutePath()));
    }
}
