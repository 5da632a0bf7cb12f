package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The repository's papers, as tests read them. */
final class Papers {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private Papers() {}

    /** A stretch between code fences. */
    record Block(Path paper, int line, String language, String info, List<String> lines) {}

    static Path repository() {
        return Path.of(System.getProperty("basedir", System.getProperty("user.dir", ".")))
                .toAbsolutePath()
                .getParent();
    }

    /** Every Markdown file that is for readers. */
    static List<Path> all() {
        Path root = repository();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path paper) {
        try {
            return Files.readString(paper, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(Path paper) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = read(paper).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                String[] fence = lines.get(i).substring(3).strip().split(" ", 2);
                int from = i + 1;
                do {
                    i++;
                } while (!lines.get(i).startsWith("```"));
                blocks.add(new Block(paper, from, fence[0], fence.length > 1 ? fence[1] : "", lines.subList(from, i)));
            }
        }
        return blocks;
    }

    /** A line of a shell cut into words; double quotes keep one together. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    /** The whole command line, without environment twins, printing to {@code out} only. */
    static CommandLine commandLine(OutputStream out) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Clock clock = Clock.systemUTC();
        return RootCommand.commandLine(new Wiring(
                Map.of("USER", "ann"),
                clock,
                new Cancellation(),
                new Console(print, print, false),
                Products.all(clock)));
    }
}
