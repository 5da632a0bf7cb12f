package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * What the papers show is so. The walks of {@code README.md} and {@code docs/getting-started.md} are walked: a block {@code ```sql FILE} is
 * written into that file, and in a block {@code ```console} each line {@code $ slipway …} is run, must end with exit
 * code 0 or the one that a following {@code $ echo $?} shows, and must print the lines below it in their order, with
 * {@code …} for anything.
 */
class DocumentedCommandsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern COMMENT = Pattern.compile("\\s{2,}#?\\s*\\p{L}.*$| +#.*$");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"docs/getting-started.md, 20", "README.md, 6"})
    void theWalkWorksAsWritten(String name, int commands) throws IOException {
        Path paper = Papers.repository().resolve(name);
        Path project = Files.createDirectory(folder.resolve("shop"));
        int run = 0;
        for (Papers.Block block : Papers.blocks(paper)) {
            if (block.language().equals("sql")) {
                Files.writeString(
                        project.resolve(block.info()), String.join("\n", block.lines()) + "\n", StandardCharsets.UTF_8);
            } else if (block.language().equals("console")) {
                for (Shown shown : shown(block)) {
                    check(shown, project);
                    run++;
                }
            }
        }
        assertThat(run).as("commands run").isGreaterThanOrEqualTo(commands);
    }

    /** A command as a paper shows it. */
    private record Shown(String where, String command, List<String> output, int exit) {}

    private static List<Shown> shown(Papers.Block block) {
        List<Shown> all = new ArrayList<>();
        List<String> lines = block.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = block.paper().getFileName() + ":" + (block.line() + i + 1);
            if (line.equals("$ echo $?")) {
                Shown last = all.remove(all.size() - 1);
                i++;
                all.add(new Shown(last.where(), last.command(), last.output(), Integer.parseInt(lines.get(i))));
            } else if (line.startsWith("$ slipway ")) {
                all.add(new Shown(where, line.substring("$ slipway ".length()), new ArrayList<>(), 0));
            } else if (!line.startsWith("$ ")) {
                assertThat(all)
                        .as("%s: output of a command that is not run", where)
                        .isNotEmpty();
                all.get(all.size() - 1).output().add(line);
            }
        }
        return all;
    }

    private static void check(Shown shown, Path project) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(Papers.words(shown.command()));
        words.addAll(List.of("-C", project.toString()));
        int exit = Papers.commandLine(bytes).execute(words.toArray(String[]::new));
        String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(exit)
                .as("%s: exit code of 'slipway %s', which printed:%n%s", shown.where(), shown.command(), output)
                .isEqualTo(shown.exit());
        List<String> printed = output.lines().map(String::stripTrailing).toList();
        int at = 0;
        for (String line : shown.output()) {
            if (line.equals("…")) {
                continue;
            }
            Pattern pattern = pattern(line);
            int found = at;
            while (found < printed.size()
                    && !pattern.matcher(printed.get(found)).matches()) {
                found++;
            }
            if (found == printed.size()) {
                fail("%s: 'slipway %s' does not print, from line %d on,%n  %s%nbut all in all%n%s"
                        .formatted(shown.where(), shown.command(), at + 1, line, output));
            }
            at = found + 1;
        }
    }

    private static Pattern pattern(String line) {
        StringBuilder pattern = new StringBuilder();
        for (String part : line.stripTrailing().split("…", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(part.isEmpty() ? "" : Pattern.quote(part));
        }
        return Pattern.compile(line.startsWith("…") ? ".*" + pattern : pattern.toString());
    }

    /** Flags that a paper names must be there; a command line that holds {@code …} is no more than a hint. */
    @Test
    void everyCommandThatIsShownCanBeRead() {
        CommandLine line = Papers.commandLine(new ByteArrayOutputStream());
        List<String> wrong = new ArrayList<>();
        int read = 0;
        for (Path paper : Papers.all()) {
            for (Papers.Block block : Papers.blocks(paper)) {
                for (String text : block.lines()) {
                    String command = text.strip().replaceFirst("^\\$ ", "").replaceFirst("^\\./slipway ", "slipway ");
                    if (command.startsWith("slipway ") && !command.contains("…") && !command.contains("[")) {
                        read++;
                        try {
                            line.parseArgs(arguments(command));
                        } catch (CommandLine.ParameterException e) {
                            wrong.add(paper.getFileName() + ": " + command + ": " + e.getMessage());
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(read).as("commands read").isGreaterThan(40);
    }

    private static String[] arguments(String command) {
        String plain = COMMENT.matcher(command.substring("slipway ".length())).replaceAll("");
        return Papers.words(plain).toArray(String[]::new);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path paper : Papers.all()) {
            Matcher link = LINK.matcher(Papers.read(paper));
            while (link.find()) {
                links++;
                if (!Files.exists(paper.resolveSibling(link.group(1)))) {
                    broken.add(Papers.repository().relativize(paper) + " → " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).as("links").isGreaterThan(20);
    }
}
