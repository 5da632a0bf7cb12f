package io.slipway.studio.play;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Days that a scenario gives as so many from now: {@code ${day+7}}, since a fixed one passes. */
public final class Days {
    private static final Pattern DAY = Pattern.compile("\\$\\{day\\+(\\d{1,4})}");

    private Days() {}

    /** A text as it is typed today, by the day that is everywhere the same. */
    public static String today(String text) {
        return in(text, LocalDate.now(ZoneOffset.UTC));
    }

    static String in(String text, LocalDate today) {
        return DAY.matcher(text)
                .replaceAll(found ->
                        today.plusDays(Integer.parseInt(found.group(1))).toString());
    }
}
