package io.slipway.rollout.readiness;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long something lasts: {@code 90m}, {@code 12h}, {@code 7d}. */
public final class Lasting {
    /** What a complaint says that it must look like. */
    public static final String FORM = "a time such as 90m, 12h or 7d";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})([mhd])");

    private Lasting() {}

    /** @throws IllegalArgumentException it is none */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
