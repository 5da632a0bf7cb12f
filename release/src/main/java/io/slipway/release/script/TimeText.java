package io.slipway.release.script;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write a length of time: a number and {@code ms}, {@code s}, {@code min} or {@code h}. */
public final class TimeText {
    public static final String FORM = "a number and ms, s, min or h, such as 30s";
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|m|h)");

    private TimeText() {}

    /** @return empty for a text of another form */
    public static Optional<Duration> parse(String text) {
        Matcher form = TEXT.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofMinutes(amount);
                });
    }
}
