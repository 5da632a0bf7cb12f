package io.slipway.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that tells what commands do, as written in {@code src/test/resources/commands}; see the README there.
 *
 * @param title its first line
 * @param databases kinds of database that it is told of
 */
record Story(String name, String title, List<String> databases, List<Step> steps) {
    private static final Pattern FILE = Pattern.compile("-- (?:\\[(\\w+)] )?(\\S+)( \\(escaped\\))? --");
    private static final Pattern MARKED = Pattern.compile("\\[(\\w+)] (.*)");
    private static final Pattern EXPECTATION =
            Pattern.compile("(exit|out|err|json)(:|=|!) ?(.*)|(=) ?(.*)", Pattern.DOTALL);

    /** A file to write, or a command to run. */
    sealed interface Step {
        /** Where it stands, from 1. */
        int line();

        /** The one kind of database it is for; empty for all. */
        Optional<String> only();
    }

    /** @param content one character for each byte (ISO-8859-1) */
    record Write(int line, Optional<String> only, String path, String content) implements Step {}

    record Run(int line, Optional<String> only, String verb, String arguments, List<Expectation> expected)
            implements Step {}

    /** @param how {@code :} for contains, {@code =} for a whole line, {@code !} for lacks; a row of a result is {@code row} */
    record Expectation(int line, Optional<String> only, String what, String how, String text) {}

    static Story parse(String name, String text) {
        return new Parser(name, text.lines().toList()).story();
    }

    boolean concerns(Optional<String> only, String database) {
        return only.isEmpty() || only.get().equals(database);
    }

    private static final class Parser {
        private final String name;
        private final List<String> lines;
        private final List<Step> steps = new ArrayList<>();
        private int at;

        Parser(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        Story story() {
            String title = lines.get(at++);
            List<String> databases = List.of("postgresql");
            while (at < lines.size() && !lines.get(at).isBlank()) {
                String line = lines.get(at++);
                if (line.startsWith("databases: ")) {
                    databases = List.of(line.substring("databases: ".length()).split(",\\s*"));
                }
            }
            while (at < lines.size()) {
                String line = lines.get(at);
                Matcher file = FILE.matcher(line);
                if (file.matches()) {
                    file(file);
                } else if (command(line).isPresent()) {
                    run(command(line).get());
                } else if (line.isBlank() || line.startsWith("#")) {
                    at++;
                } else {
                    throw bad("neither a file, a command nor a remark: " + line);
                }
            }
            return new Story(name, title, databases, List.copyOf(steps));
        }

        private void file(Matcher header) {
            int start = ++at;
            List<String> content = new ArrayList<>();
            while (at < lines.size()
                    && !FILE.matcher(lines.get(at)).matches()
                    && command(lines.get(at)).isEmpty()) {
                content.add(lines.get(at++));
            }
            while (!content.isEmpty() && content.get(content.size() - 1).isBlank()) {
                content.remove(content.size() - 1);
            }
            String text = content.isEmpty() ? "" : String.join("\n", content) + "\n";
            byte[] bytes = header.group(3) == null ? text.getBytes(StandardCharsets.UTF_8) : unescaped(text);
            steps.add(new Write(
                    start,
                    Optional.ofNullable(header.group(1)),
                    header.group(2),
                    new String(bytes, StandardCharsets.ISO_8859_1)));
        }

        private record Command(Optional<String> only, String text) {}

        private static Optional<Command> command(String line) {
            Matcher marked = MARKED.matcher(line);
            boolean m = marked.matches();
            String text = m ? marked.group(2) : line;
            return text.startsWith("$ ")
                    ? Optional.of(new Command(m ? Optional.of(marked.group(1)) : Optional.empty(), text.substring(2)))
                    : Optional.empty();
        }

        private void run(Command command) {
            int line = ++at;
            List<Expectation> expected = new ArrayList<>();
            while (at < lines.size()) {
                Matcher marked = MARKED.matcher(lines.get(at));
                boolean m = marked.matches();
                Matcher e = EXPECTATION.matcher(m ? marked.group(2) : lines.get(at));
                if (!e.matches()) {
                    break;
                }
                at++;
                Optional<String> only = m ? Optional.of(marked.group(1)) : Optional.empty();
                expected.add(
                        e.group(4) != null
                                ? new Expectation(at, only, "row", "=", e.group(5))
                                : new Expectation(at, only, e.group(1), e.group(2), e.group(3)));
            }
            String[] words = command.text().split(" ", 2);
            String arguments = words.length > 1 ? words[1] : "";
            if (words[0].equals("slipway")
                    && expected.stream().noneMatch(x -> x.what().equals("exit"))) {
                throw bad("every slipway command states its exit code: " + command.text());
            }
            steps.add(new Run(line, command.only(), words[0], arguments, List.copyOf(expected)));
        }

        /** {@code \r}, {@code \n}, {@code \t}, {@code \\} and bytes such as {@code \xC3}. */
        private byte[] unescaped(String text) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '\\') {
                    out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    continue;
                }
                char escape = text.charAt(++i);
                Supplier<RuntimeException> unknown = () -> bad("no such escape: \\" + escape);
                switch (escape) {
                    case 'r' -> out.write('\r');
                    case 'n' -> out.write('\n');
                    case 't' -> out.write('\t');
                    case '\\' -> out.write('\\');
                    case '\n' -> {
                        // a line that goes on
                    }
                    case 'x' -> {
                        out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    default -> throw unknown.get();
                }
            }
            return out.toByteArray();
        }

        private RuntimeException bad(String what) {
            return new IllegalArgumentException(name + ":" + (at + 1) + ": " + what);
        }
    }
}
