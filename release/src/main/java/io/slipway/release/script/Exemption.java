package io.slipway.release.script;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule that a script need not keep, for a while or for good.
 *
 * @param rule id of the rule
 * @param until last day on which it holds
 * @param reason why
 * @param line where the header stands
 */
public record Exemption(String rule, Optional<LocalDate> until, String reason, int line) {
    static final String FORM = "RULE because REASON, or RULE until 2027-03-01 because REASON";
    private static final Pattern LINE =
            Pattern.compile("([a-z0-9-]+)(?:\\s+until\\s+(\\d{4}-\\d{2}-\\d{2}))?\\s+because\\s+(\\S.*)");

    /** Empty when the text is not of the {@link #FORM}. */
    static Optional<Exemption> parse(String text, int line) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Exemption(
                    matcher.group(1),
                    Optional.ofNullable(matcher.group(2)).map(LocalDate::parse),
                    matcher.group(3),
                    line));
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    public boolean ended(LocalDate today) {
        return until.filter(today::isAfter).isPresent();
    }
}
