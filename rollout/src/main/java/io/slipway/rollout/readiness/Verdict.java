package io.slipway.rollout.readiness;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is said of a gate: one value that programs read, and one word and sign that people do, wherever they meet it. */
public enum Verdict {
    GREEN("Passed", "✓"),
    RED("Failed", "✗"),
    GREY("Not known", "?"),
    WAIVED("Waived", "~");

    private final String title;
    private final String sign;

    Verdict(String title, String sign) {
        this.title = title;
        this.sign = sign;
    }

    /** For people: {@code Passed}, {@code Failed}, {@code Not known} or {@code Waived}. */
    public String title() {
        return title;
    }

    /** Stands beside the word, so that nobody needs to see a colour. */
    public String sign() {
        return sign;
    }

    /** For programs: {@code green}, {@code red}, {@code grey} or {@code waived}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verdict> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
