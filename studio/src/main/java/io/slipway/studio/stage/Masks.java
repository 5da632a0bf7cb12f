package io.slipway.studio.stage;

import com.microsoft.playwright.BrowserContext;
import io.slipway.release.target.Secret;
import io.slipway.studio.text.PaperFile;
import java.util.Comparator;
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
    /**
     * What a terminal does not show, and what may stand between any two letters of a secret: colours, titles of the
     * window, line ends and other characters that control it. The end of a command is none: somebody waits for it.
     */
    static final Pattern UNSEEN_ONE = Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]"
            + "|\\x1b\\](?!133;)[^\\x07\\x1b]{0,300}(?:\\x07|\\x1b\\\\)"
            + "|\\x1b[ -/]*[0-Z\\\\^-~]"
            + "|[\\x00-\\x08\\x0a-\\x1a\\x1c-\\x1f\\x7f]");

    private static final int SHORTEST = 6;
    private static final String UNSEEN = "(?:" + UNSEEN_ONE + ")*+";
    /** A line end may be a space of the secret's own, or one that the terminal's width made. */
    private static final String SPACES = "(?:" + WrittenLetters.SPACE + "|" + UNSEEN_ONE + "){1,100}";
    /** A key that nobody knew before, such as one that is made while it is filmed, is known by its form. */
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}KEY-----" + "(?:[A-Za-z0-9+/= ]|"
            + UNSEEN_ONE + "){0,3000}+" + "-----END [A-Z0-9 ]{0,30}KEY-----");

    private final List<Secret> secrets;
    private final List<List<String>> forms;
    private final List<Pattern> patterns;

    Masks(List<Secret> secrets) {
        this.secrets = List.copyOf(secrets);
        this.forms = secrets.stream()
                .flatMap(secret -> secret.use(value -> SecretForms.of(value).stream()))
                .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
                .toList();
        this.patterns = Stream.concat(Stream.of(KEY), forms.stream().map(Masks::pattern))
                .toList();
    }

    private static Pattern pattern(List<String> form) {
        return Pattern.compile(String.join(UNSEEN, form).replace(UNSEEN + WrittenLetters.SPACES + UNSEEN, SPACES));
    }

    /** Covers what a scenario types that nobody may read. */
    public static Masks of(List<String> typed) {
        // one that is shorter stands in many words: only the field that it is typed into is covered
        return new Masks(typed.stream()
                .filter(secret -> secret.strip().length() >= SHORTEST)
                .map(Secret::of)
                .toList());
    }

    /** Covers what these cover, too. */
    Masks with(List<Secret> more) {
        return new Masks(Stream.concat(secrets.stream(), more.stream()).toList());
    }

    void cover(BrowserContext context) {
        String any = forms.isEmpty()
                ? "(?!)"
                : forms.stream().map(form -> String.join("", form)).collect(Collectors.joining("|"));
        context.addInitScript(
                "window.slipwaySecrets = " + quoted(any) + ";\n" + PaperFile.text(Masks.class, "masks.js"));
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
