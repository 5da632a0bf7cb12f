package io.slipway.studio.stage;

import io.slipway.release.target.Secret;
import java.util.List;

/**
 * Masks secrets in text that comes in pieces. The end of a piece that may be the beginning of a secret is held back until
 * more comes.
 */
final class MaskedText {
    /** So few letters tell nothing, and a prompt that ends in one must not wait for the next command. */
    private static final int TELLS_NOTHING = 3;

    private final Masks masks;
    private final List<Secret> secrets;
    private String held = "";

    MaskedText(Masks masks, List<Secret> secrets) {
        this.masks = masks;
        this.secrets = secrets;
    }

    String next(String piece) {
        String all = masks.masked(held + piece);
        int open = secrets.stream()
                .mapToInt(secret -> secret.use(value -> beginning(all, value)))
                .max()
                .orElse(0);
        held = all.substring(all.length() - open);
        return all.substring(0, all.length() - open);
    }

    /** How many characters at the end of a text are the beginning of a secret. */
    private static int beginning(String text, String secret) {
        for (int length = Math.min(text.length(), secret.length() - 1); length > TELLS_NOTHING; length--) {
            if (text.endsWith(secret.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }
}
