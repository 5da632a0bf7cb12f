package io.slipway.cli.commands;

import io.slipway.release.deploy.Actor;
import io.slipway.release.script.TimeText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Flags of what changes an environment: on whose behalf, with whose approval, and how patient to be. */
final class ActorOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--approve-as",
            paramLabel = "NAME",
            description = "Who approved it; a protected environment wants this and --reason.")
    private Optional<String> approvedBy = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the history shows it.")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description =
                    "How long to wait for another deployment to the same database, such as 30s or 10m (default 30s).",
            converter = Patience.class)
    private Optional<Duration> patience = Optional.empty();

    Actor actor(String user) {
        return new Actor(at(user), approvedBy.filter(a -> !a.isBlank()), reason.filter(r -> !r.isBlank()));
    }

    Duration patience() {
        return patience.orElse(PATIENCE);
    }

    /** What a server does with it: people approve there, and it has a queue of its own. */
    Optional<String> remoteReason() {
        ServerOptions.refuse(
                approvedBy.filter(a -> !a.isBlank()).isPresent(), "--approve-as", "its people approve there.");
        ServerOptions.refuse(patience.isPresent(), "--wait", "it has a queue.");
        return reason.filter(r -> !r.isBlank());
    }

    /** Such as {@code 30s}; a wrong one is told before anything else is done. */
    static final class Patience implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return TimeText.parse(text)
                    .or(() -> spelt(text))
                    .filter(time -> !time.isNegative())
                    .orElseThrow(() -> new TypeConversionException("wants " + TimeText.FORM + ", not '" + text + "'"));
        }

        /** Such as {@code 1h30m}. */
        private static Optional<Duration> spelt(String text) {
            try {
                return Optional.of(Duration.parse("PT" + text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    /** A person and the machine they work on. */
    static String at(String user) {
        return user + "@" + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
