package io.slipway.server;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Clip;
import io.slipway.testkit.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pictures of the guides in {@code docs/guides}, and what their readers saw while they were taken. */
final class GuidePictures {
    private static final Path GUIDES = Path.of("..", "docs", "guides");
    private static final double TALLEST = 1100;

    /** What a guide calls a thing on the page: <code>**Hand in**</code>. */
    private static final Pattern LABEL = Pattern.compile("\\*\\*(.+?)\\*\\*");

    private static final Pattern PICTURE = Pattern.compile("\\]\\(pictures/([a-z0-9-]+)\\.png\\)");

    /** What differs from run to run. */
    private static final Map<Pattern, String> VARYING = varying();

    private final Golden golden = Golden.ofRepository("docs/guides");
    private final Map<String, Reader> readers = new LinkedHashMap<>();
    private final Map<String, String> shown = new TreeMap<>();

    private static Map<Pattern, String> varying() {
        Map<Pattern, String> varying = new LinkedHashMap<>();
        varying.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?( UTC)?"), "MOMENT");
        varying.put(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"), "TIME");
        varying.put(Pattern.compile("\\b(just now|\\d+ (s|min|h) ago|in \\d+ (s|min|h))"), "AGO");
        varying.put(Pattern.compile("\\b[0-9.]+ m?s\\b"), "DURATION");
        varying.put(Pattern.compile("\\b[0-9a-f]{12,64}\\b"), "DIGEST");
        varying.put(Pattern.compile("SQLite [0-9.]+"), "SQLite VERSION");
        varying.put(Pattern.compile("\\t\\d+(?=\\t\\w+@node)"), "\tMILLIS");
        return varying;
    }

    Reader of(String guide) {
        return readers.computeIfAbsent(guide, Reader::new);
    }

    /** Fails when a page says something else now than on the pictures that are kept. */
    void check() {
        StringBuilder all = new StringBuilder();
        shown.forEach((name, text) ->
                all.append("== ").append(name).append('\n').append(text).append("\n\n"));
        golden.check("pictures/what-they-show.txt", all.toString());
    }

    /** What is wrong between guides, pictures and console, in words. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Reader reader : readers.values()) {
            String guide = Files.readString(GUIDES.resolve(reader.guide + ".md"), StandardCharsets.UTF_8);
            Matcher labels = LABEL.matcher(guide);
            while (labels.find()) {
                if (!reader.seen.toString().contains(labels.group(1))) {
                    faults.add(reader.guide + ".md: its reader never sees '" + labels.group(1) + "'");
                }
            }
            TreeSet<String> wanted = new TreeSet<>();
            PICTURE.matcher(guide).results().forEach(result -> wanted.add(result.group(1)));
            if (!wanted.equals(reader.taken)) {
                faults.add(reader.guide + ".md: names the pictures " + wanted + ", and taken are " + reader.taken);
            }
            wanted.stream()
                    .filter(name -> !Files.exists(GUIDES.resolve("pictures").resolve(name + ".png")))
                    .forEach(name -> faults.add("missing: pictures/" + name + ".png; -Dgolden.update=true takes it"));
        }
        return faults;
    }

    /** Somebody who follows one guide. */
    final class Reader {
        private final String guide;
        private final StringBuilder seen = new StringBuilder();
        private final TreeSet<String> taken = new TreeSet<>();
        private Page page;

        private Reader(String guide) {
            this.guide = guide;
        }

        Page on(Page opened) {
            page = opened;
            return opened;
        }

        /** Keeps what the page says now: its text, and the names of what can be pressed and filled in. */
        void saw() {
            seen.append(page.innerText("body")).append('\n');
            seen.append(page.evaluate("[...document.querySelectorAll('[aria-label],[placeholder],input[type=submit]')]"
                            + ".map(e => e.getAttribute('aria-label') || e.placeholder || e.value).join('\\n')"))
                    .append('\n');
        }

        /** @param name within the guide's own; the file is {@code guide-name.png} */
        void picture(String name) {
            saw();
            String file = guide + "-" + name;
            taken.add(file);
            shown.put(file, normal(page.innerText("body")));
            double height = ((Number) page.evaluate("document.documentElement.scrollHeight")).doubleValue();
            double width = page.viewportSize().width;
            Path folder = golden.updating() ? GUIDES.resolve("pictures") : Path.of("target", "guides");
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(file + ".png"))
                    .setFullPage(true)
                    .setClip(new Clip(0, 0, width, Math.min(height, TALLEST))));
        }

        private String normal(String text) {
            String normal = text;
            for (Map.Entry<Pattern, String> each : VARYING.entrySet()) {
                normal = each.getKey().matcher(normal).replaceAll(each.getValue());
            }
            return normal.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((a, b) -> a + "\n" + b)
                    .orElse("");
        }
    }
}
