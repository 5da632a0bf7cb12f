package io.slipway.cli.rollout;

import io.slipway.enablement.program.Programs;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A runbook as a page, and as a PDF by the browser that is installed. */
public final class RunbookPaper {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final int LIMIT_SECONDS = 120;
    /** In points: A4 lying on its side, and what is beside a block of commands: margin, frame, and some air. */
    private static final double SHEET_WIDTH = 842;

    private static final double BESIDE = 46;
    private static final double LARGEST = 9;
    private static final double SMALLEST = 6;
    /** How wide a letter is, as a part of its height, with a little to spare. */
    private static final double LETTER = 0.61;

    private static final int TAB = 8;
    private static final int WIDE = 0x1100;

    private RunbookPaper() {}

    public static String html(String title, String markdown) {
        Node read = Parser.builder().extensions(TABLES).build().parse(markdown);
        String body = HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(true)
                .build()
                .render(read);
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title)
                + "</title>\n<style>\n" + style() + sheet(longestLine(read)) + "</style>\n</head>\n<body>\n<main>\n"
                + body
                + "</main>\n</body>\n</html>\n";
    }

    /**
     * The sheet to print on. A line of a command that is broken there no longer runs when it is copied, so none is: the
     * letters shrink until the longest line fits, and where they would be too small to read, the sheet grows.
     */
    private static String sheet(int longest) {
        double fits = (SHEET_WIDTH - 2 * BESIDE) / (longest * LETTER);
        double letters = Math.max(SMALLEST, Math.min(LARGEST, fits));
        double width = Math.max(SHEET_WIDTH, longest * LETTER * letters + 2 * BESIDE);
        return String.format(
                Locale.ROOT,
                "@media print { pre, pre code { font-size: %.2fpt; line-height: 1.4; } @page { size: %.0fpt %.0fpt; } }%n",
                Math.floor(letters * 100) / 100,
                Math.ceil(width),
                Math.ceil(width / Math.sqrt(2)));
    }

    /** Of the commands, in letters of a font whose letters are all of one width; those of East Asia have two. */
    private static int longestLine(Node read) {
        int[] longest = {1};
        read.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                block.getLiteral()
                        .lines()
                        .mapToInt(line -> line.codePoints()
                                .map(letter -> letter == '\t' ? TAB : letter < WIDE ? 1 : 2)
                                .sum())
                        .forEach(letters -> longest[0] = Math.max(longest[0], letters));
            }
        });
        return longest[0];
    }

    /** @throws SlipwayException {@code browser-missing} */
    public static byte[] pdf(String title, String markdown, Map<String, String> environment) {
        Path browser = Programs.BROWSER
                .find(environment)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.BROWSER_MISSING,
                        "A PDF is made by Chromium or Chrome, and none is on the PATH.",
                        "Install one, name it in SLIPWAY_BROWSER, or take --format html and print that."));
        try {
            Path folder = Files.createTempDirectory("slipway-runbook-");
            try {
                Path page = Files.writeString(folder.resolve("runbook.html"), html(title, markdown));
                Path pdf = folder.resolve("runbook.pdf");
                print(browser, folder, page, pdf);
                return Files.readAllBytes(pdf);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(Path browser, Path folder, Path page, Path pdf) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--no-pdf-header-footer",
                "--print-to-pdf=" + pdf));
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add(page.toUri().toString());
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended || !Files.exists(pdf)) {
                throw SlipwayException.of(
                        ErrorCode.BROWSER_MISSING,
                        browser + " made no PDF: "
                                + (ended ? Files.readString(log).strip() : "it took too long") + ".",
                        "Take --format html and print that.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String style() {
        try (InputStream style =
                Objects.requireNonNull(RunbookPaper.class.getResourceAsStream("runbook.css"), "runbook.css")) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // The browser may still write to its profile; the system cleans its temporary folder.
            return;
        }
    }
}
