package io.slipway.studio.stage;

import com.microsoft.playwright.BrowserContext;
import io.slipway.release.target.Secret;
import io.slipway.studio.text.PaperFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps secrets out of whatever is taken of a page: text that holds a known one is replaced before the page is painted,
 * and so is whatever the console marks as secret.
 */
public final class Masks {
    static final String MASK = "********";
    /** What a terminal does not show, and what may stand between any two letters of a secret: colours, and line ends. */
    static final Pattern UNSEEN_ONE =
            Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|\\x1b[ -/]*[0-Z\\\\^-~]|[\\r\\n\\x08]");

    private static final int SHORTEST = 6;
    private static final String UNSEEN = "(?:" + UNSEEN_ONE + ")*";
    /** A key that nobody knew before, such as one that is made while it is filmed, is known by its form. */
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}KEY-----" + "(?:[A-Za-z0-9+/= ]|"
            + UNSEEN_ONE + "){0,3000}+" + "-----END [A-Z0-9 ]{0,30}KEY-----");

    private final List<Secret> secrets;
    private final List<Pattern> patterns;

    Masks(List<Secret> secrets) {
        this.secrets = secrets.stream()
                .flatMap(secret ->
                        secret.use(value -> SecretForms.of(value).stream().map(Secret::of)))
                .toList();
        this.patterns = Stream.concat(Stream.of(KEY), this.secrets.stream().map(secret -> secret.use(Masks::pattern)))
                .toList();
    }

    /** Covers what a scenario types that nobody may read. */
    public static Masks of(List<String> typed) {
        // one that is shorter stands in many words: only the field that it is typed into is covered
        return new Masks(typed.stream()
                .filter(secret -> secret.strip().length() >= SHORTEST)
                .map(Secret::of)
                .toList());
    }

    private static Pattern pattern(String secret) {
        return Pattern.compile(secret.codePoints()
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining(UNSEEN)));
    }

    /** Covers what these cover, too. */
    Masks with(List<Secret> more) {
        return new Masks(Stream.concat(secrets.stream(), more.stream()).toList());
    }

    void cover(BrowserContext context) {
        StringBuilder list = new StringBuilder("[");
        for (Secret secret : secrets) {
            secret.use(value -> list.append(list.length() > 1 ? "," : "").append(quoted(value)));
        }
        context.addInitScript("window.slipwaySecrets = " + list + "];\n" + PaperFile.text(Masks.class, "masks.js"));
        context.addInitScript(PaperFile.text(Masks.class, "pointer.js"));
    }

    /** For text that comes in pieces. */
    MaskedText stream() {
        return new MaskedText(patterns);
    }

    public String masked(String text) {
        String masked = text;
        for (Pattern secret : patterns) {
            masked = secret.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
        }
        return masked;
    }

    /** A string of JavaScript. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(String.format("\\u%04x", c)));
        return quoted.append('"').toString();
    }
}
