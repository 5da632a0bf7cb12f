package io.slipway.rollout.support;

import io.slipway.release.yaml.YamlSection;
import java.util.regex.Pattern;

/** Where people meet: a link that leads into a call. */
public final class JoinLink {
    /** What a complaint says that it must look like. */
    public static final String FORM = "a link such as https://meet.example.org/x, of at most 500 characters";

    private static final Pattern LINK = Pattern.compile("https://[^\\s\\\\\"<>]{1,492}");

    private JoinLink() {}

    public static boolean fits(String text) {
        return LINK.matcher(text).matches();
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
