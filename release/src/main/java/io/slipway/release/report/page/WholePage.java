package io.slipway.release.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One HTML file that fetches nothing and runs nothing, whatever a name in it may hold. */
final class WholePage {
    private WholePage() {}

    /**
     * @param title its heading too
     * @param below one sentence under that
     * @param body markup
     * @param foot what it is worth
     */
    static String of(String title, String below, String body, String foot) {
        return new Markup()
                .raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .tag("title", title)
                .raw("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n<header>\n")
                .tag("h1", title)
                .raw("\n")
                .tag("p", below)
                .raw("\n</header>\n" + body)
                .raw("<footer>")
                .tag("p", foot)
                .raw("</footer>\n</main>\n</body>\n</html>\n")
                .toString();
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(WholePage.class.getResourceAsStream("page.css"))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
