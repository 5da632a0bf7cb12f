package io.slipway.studio.stage;

import com.microsoft.playwright.BrowserContext;
import io.slipway.release.target.Secret;
import io.slipway.studio.text.PaperFile;
import java.util.List;

/**
 * Keeps secrets out of whatever is taken of a page: text that holds a known one is replaced before the page is painted,
 * and so is whatever the console marks as secret.
 */
final class Masks {
    static final String MASK = "********";
    private final List<Secret> secrets;

    Masks(List<Secret> secrets) {
        this.secrets = List.copyOf(secrets);
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
        return new MaskedText(this, secrets);
    }

    String masked(String text) {
        String masked = text;
        for (Secret secret : secrets) {
            String before = masked;
            masked = secret.use(value -> value.isEmpty() ? before : before.replace(value, MASK));
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
