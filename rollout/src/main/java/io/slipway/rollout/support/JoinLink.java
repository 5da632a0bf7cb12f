package io.slipway.rollout.support;

import io.slipway.release.yaml.YamlSection;
import java.util.regex.Pattern;

/** Where people meet: a link that leads into a call. */
public final class JoinLink {
    /** What a complaint says that it must look like. */
    public static final String FORM = "a link such as https://meet.example.org/x, of at most 500 characters";

    /** In place of a link: each session gets a meeting of its own at GoTo Meeting. */
    public static final String GOTO = "goto";

    private static final Pattern LINK = Pattern.compile("https://[^\\s\\\\\"<>]{1,492}");

    private JoinLink() {}

    public static boolean fits(String text) {
        return LINK.matcher(text).matches();
    }

    /** Whether the meeting is still to be made that this stands for. */
    public static boolean isMade(String text) {
        return text.equals(GOTO);
    }

    /** As {@link #read}, where a meeting can be made too. */
    public static String readOrMade(YamlSection section, String key) {
        String link = section.optionalText(key).orElse("");
        if (!link.isEmpty() && !isMade(link) && !fits(link)) {
            throw section.invalid(key, "'" + link + "' is neither " + GOTO + " nor " + FORM);
        }
        return link;
    }

    /** What a file has under a key; empty when it is not there. */
    public static String read(YamlSection section, String key) {
        String link = section.optionalText(key).orElse("");
        if (!link.isEmpty() && !fits(link)) {
            throw section.invalid(key, "'" + link + "' is not " + FORM);
        }
        return link;
    }
}
