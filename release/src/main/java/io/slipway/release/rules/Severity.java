package io.slipway.release.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a finding matters; the order of the constants is from least to most. */
public enum Severity {
    /** The rule is not asked. */
    OFF,
    /** Worth knowing. */
    NOTE,
    /** Worth a look before the release. */
    WARN,
    /** Leaves no artifact. */
    REFUSE;

    public static Optional<Severity> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Severity strictest(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
