package io.slipway.release.report.page;

import java.util.Locale;

/** HTML that grows. Whatever was written elsewhere goes through {@link #text} or {@link #escaped}. */
final class Markup {

    private final StringBuilder html = new StringBuilder();

    /** @param markup of our own, with nothing in it that was written elsewhere */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    Markup text(String words) {
        html.append(escaped(words));
        return this;
    }

    /** {@code <tag>words</tag>}; the tag may have attributes of our own. */
    Markup tag(String tag, String words) {
        return raw("<" + tag + ">").text(words).raw("</" + tag.split(" ", 2)[0] + ">");
    }

    /**
     * As text and as an attribute's value. A name may hold letters that nobody sees or that turn the order of those
     * beside them: they are shown by their numbers, so that nobody reads another name than the database has.
     */
    static String escaped(String words) {
        StringBuilder safe = new StringBuilder(words.length());
        words.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append(' ');
                default -> {
                    if (unseen(letter)) {
                        safe.append(String.format(Locale.ROOT, "\\u%04x", letter));
                    } else {
                        safe.appendCodePoint(letter);
                    }
                }
            }
        });
        return safe.toString();
    }

    private static boolean unseen(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
