package io.slipway.server.lab;

import io.slipway.database.postgresql.SeatServer;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where seats have their databases, and what one may take.
 *
 * @param superuser how the server for seats is entered; empty for an embedded one
 * @param folder for the embedded server's data, and for files that packaging reads
 * @param atOnce how many seats package, deploy or are made at once
 * @param longest how long one of these may take
 */
public record LabSettings(
        Optional<Address> superuser, Path folder, SeatServer.Limits limits, int atOnce, Duration longest) {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /**
     * @param environment {@code SLIPWAY_LAB_URL}, {@code SLIPWAY_LAB_USER}, {@code SLIPWAY_LAB_PASSWORD}, and in whole
     *     seconds {@code SLIPWAY_LAB_SECONDS}, how long one statement may run
     * @throws SlipwayException {@code usage}: the seconds are none; {@code secret-unavailable}
     */
    public static LabSettings of(Path folder, Map<String, String> environment) {
        Optional<Address> superuser = Optional.ofNullable(environment.get("SLIPWAY_LAB_URL"))
                .filter(url -> !url.isBlank())
                .map(url -> new Address(
                        url,
                        environment.getOrDefault("SLIPWAY_LAB_USER", "postgres"),
                        Optional.ofNullable(environment.get("SLIPWAY_LAB_PASSWORD"))
                                .map(text -> password(folder, environment, text))
                                .orElse(Secret.NONE),
                        Optional.empty()));
        return new LabSettings(
                superuser,
                folder,
                limits(environment),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                LONGEST);
    }

    /** Itself, or where it is. */
    private static Secret password(Path folder, Map<String, String> environment, String text) {
        return SecretReference.parse(text)
                .map(reference -> reference.resolve(folder, environment))
                .orElseGet(() -> Secret.of(text));
    }

    private static SeatServer.Limits limits(Map<String, String> environment) {
        SeatServer.Limits normal = SeatServer.Limits.DEFAULT;
        String seconds = environment.getOrDefault("SLIPWAY_LAB_SECONDS", "");
        if (seconds.isBlank()) {
            return normal;
        }
        if (!seconds.strip().matches("[1-9][0-9]{0,3}")) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "SLIPWAY_LAB_SECONDS is '" + seconds + "', and is how many seconds a statement may run at a seat.",
                    "Take a whole number from 1 to 9999.");
        }
        return new SeatServer.Limits(
                Duration.ofSeconds(Integer.parseInt(seconds.strip())),
                normal.lock(),
                normal.connections(),
                normal.temporaryBytes(),
                normal.databaseBytes(),
                normal.answerBytes());
    }
}
