package io.slipway.studio.play;

import java.time.LocalDate;
import java.util.regex.Pattern;

/** Days that a scenario gives as so many from now: {@code ${day+7}}, since a fixed one passes. */
final class Days {
    private static final Pattern DAY = Pattern.compile("\\$\\{day\\+(\\d{1,4})}");

    private Days() {}

    static String in(String text, LocalDate today) {
        return DAY.matcher(text)
                .replaceAll(found ->
                        today.plusDays(Integer.parseInt(found.group(1))).toString());
    }
}
