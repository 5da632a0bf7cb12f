package io.slipway.studio.text;

import j2html.utils.EscapeUtil;
import java.util.regex.Pattern;

/** The little markup that sentences of scenarios have: {@code **bold**} and {@code `code`}. */
public final class Marked {
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern CODE = Pattern.compile("`(.+?)`");

    private Marked() {}

    public static String html(String text) {
        String escaped = EscapeUtil.escape(text);
        return CODE.matcher(BOLD.matcher(escaped).replaceAll("<strong>$1</strong>"))
                .replaceAll("<code>$1</code>");
    }

    /** As it is read aloud. */
    public static String plain(String text) {
        return CODE.matcher(BOLD.matcher(text).replaceAll("$1")).replaceAll("$1");
    }
}
