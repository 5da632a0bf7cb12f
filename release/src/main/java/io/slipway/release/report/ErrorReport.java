package io.slipway.release.report;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something did not go on.
 *
 * @param code of {@link ErrorCode}
 * @param category decides the exit code
 * @param help what to do now; empty when the message says it all
 */
public record ErrorReport(String code, String category, String message, String help, Optional<Location> location) {

    public static ErrorReport of(SlipwayException e) {
        return new ErrorReport(
                e.code().code(),
                e.code().category().name().toLowerCase(Locale.ROOT),
                e.getMessage(),
                e.help(),
                e.location());
    }

    /** The error as it was where it happened; one whose code is unknown here, that of a newer server, is internal. */
    public SlipwayException exception() {
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
        SlipwayException e = SlipwayException.of(known, message, help);
        return location.map(e::at).orElse(e);
    }
}
