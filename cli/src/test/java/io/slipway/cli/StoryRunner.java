package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Does what a story says, and checks that it comes out as the story says. */
final class StoryRunner {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final Story story;
    private final String kind;
    private final StoryPlace place;
    private final Map<String, String> environment;
    private final Set<String> secrets = new LinkedHashSet<>();

    StoryRunner(Story story, String kind, Path root) throws IOException {
        this.story = story;
        this.kind = kind;
        this.place = new StoryPlace(root, kind);
        this.environment = place.environment();
        environment.forEach(this::remember);
        Files.readAllLines(root.resolve(".slipway/signing-key.pem")).stream()
                .filter(line -> !line.startsWith("-----"))
                .forEach(secrets::add);
    }

    private void remember(String name, String value) {
        if (name.endsWith("_PASSWORD") && !value.isEmpty()) {
            secrets.add(value);
        }
    }

    void run() throws IOException, SQLException {
        for (Story.Step step : story.steps()) {
            if (!story.concerns(step.only(), kind)) {
                continue;
            }
            if (step instanceof Story.Write write) {
                place.write(write.path(), write.content().getBytes(StandardCharsets.ISO_8859_1));
            } else if (step instanceof Story.Run run) {
                run(run);
            }
        }
    }

    private void run(Story.Run step) throws IOException, SQLException {
        String arguments = place.filledIn(step.arguments());
        switch (step.verb()) {
            case "slipway" -> slipway(step, words(arguments));
            case "sql" -> {
                String[] parts = arguments.split(": ", 2);
                rows(step, sql(parts[0], parts[1]));
            }
            case "tables" -> rows(step, place.tables(arguments));
            case "files" -> rows(step, files(arguments));
            case "delete" -> Files.delete(file(arguments));
            case "copy" -> {
                List<String> words = words(arguments);
                Files.createDirectories(file(words.get(1)).getParent());
                Files.copy(file(words.get(0)), file(words.get(1)), StandardCopyOption.REPLACE_EXISTING);
            }
            case "move" -> {
                List<String> words = words(arguments);
                Files.createDirectories(file(words.get(1)).getParent());
                Files.move(file(words.get(0)), file(words.get(1)));
            }
            case "edit" -> edit(step, arguments);
            case "set" -> {
                String[] parts = arguments.split("=", 2);
                environment.put(parts[0], parts[1]);
                remember(parts[0], parts[1]);
            }
            case "unset" -> environment.remove(arguments);
            case "forge" -> {
                List<String> words = words(arguments);
                ForgedArtifact.forge(file(words.get(0)), words.subList(1, words.size()));
            }
            default -> throw new IllegalArgumentException(at(step.line()) + "no such command: " + step.verb());
        }
    }

    private List<String> sql(String name, String sql) {
        try {
            return place.query(name, sql);
        } catch (SQLException e) {
            return List.of("error: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private void edit(Story.Run step, String arguments) throws IOException {
        String[] parts = arguments.split(": ", 2);
        String[] change = parts[1].split(" => ", -1);
        String before = Files.readString(file(parts[0]), StandardCharsets.UTF_8);
        if (!before.contains(change[0])) {
            fail(at(step.line()) + parts[0] + " does not hold '" + change[0] + "'");
        }
        Files.writeString(
                file(parts[0]), before.replace(change[0], change[1].replace("\\n", "\n")), StandardCharsets.UTF_8);
    }

    private List<String> files(String folder) throws IOException {
        if (!Files.isDirectory(file(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.map(f -> f.getFileName().toString())
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private Path file(String path) {
        return place.root().resolve(path);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    private void rows(Story.Run step, List<String> actual) {
        List<String> expected = step.expected().stream()
                .filter(e -> story.concerns(e.only(), kind))
                .map(e -> place.filledIn(e.text()))
                .filter(text -> !text.equals("(none)"))
                .toList();
        boolean fits = expected.size() == actual.size();
        for (int i = 0; fits && i < expected.size(); i++) {
            fits = pattern(expected.get(i)).matcher(actual.get(i)).matches();
        }
        boolean arranges =
                expected.isEmpty() && step.expected().isEmpty() && step.verb().equals("sql");
        if (!fits && !arranges || arranges && actual.toString().startsWith("[error")) {
            fail(at(step.line()) + "expected " + expected + " and found " + actual);
        }
    }

    private void slipway(Story.Run step, List<String> arguments) {
        CommandLineRun run = CommandLineRun.of(Map.copyOf(environment), arguments.toArray(String[]::new));
        int outAt = 0;
        int errAt = 0;
        for (Story.Expectation e : step.expected()) {
            if (!story.concerns(e.only(), kind)) {
                continue;
            }
            String text = place.filledIn(e.text());
            switch (e.what()) {
                case "exit" -> check(e, run, Integer.toString(run.exitCode()).equals(text));
                case "out" -> outAt = stream(e, run, run.out(), outAt, text);
                case "err" -> errAt = stream(e, run, run.err(), errAt, text);
                case "json" -> check(e, run, json(e, run, text));
                default -> fail(at(e.line()) + "no such expectation of a command: " + e.what());
            }
        }
        always(step, arguments, run);
    }

    /** Fragments stand in the output in the order of the story. */
    private int stream(Story.Expectation e, CommandLineRun run, String actual, int from, String text) {
        switch (e.how()) {
            case "!" -> check(e, run, !pattern(text).matcher(actual).find());
            case "=" ->
                check(
                        e,
                        run,
                        actual.lines()
                                .anyMatch(line -> pattern(text).matcher(line).matches()));
            default -> {
                if (text.equals("(nothing)")) {
                    check(e, run, actual.isEmpty());
                    return from;
                }
                Matcher found = pattern(text).matcher(actual);
                check(e, run, found.find(from));
                return found.end();
            }
        }
        return from;
    }

    private boolean json(Story.Expectation e, CommandLineRun run, String text) {
        String[] parts = text.split(" = ", 2);
        JsonNode node = read(at(e.line()), run).at(parts[0].strip());
        String actual = node.isValueNode() ? node.asText() : node.isMissingNode() ? "(none)" : node.toString();
        return pattern(parts[1]).matcher(actual).matches();
    }

    private static JsonNode read(String where, CommandLineRun run) {
        try {
            return JSON.readTree(run.out());
        } catch (JsonProcessingException e) {
            return fail(where + "standard output is not one JSON value: " + run, e);
        }
    }

    /** What holds for every command: no secret in sight, no defect of ours, and JSON where it was asked for. */
    private void always(Story.Run step, List<String> arguments, CommandLineRun run) {
        String all = run.out() + run.err();
        for (String secret : secrets) {
            if (all.contains(secret)) {
                fail(at(step.line()) + "a secret is printed: " + run);
            }
        }
        if (run.exitCode() == 70
                || all.contains("\tat io.slipway") && !environment.containsKey("SLIPWAY_STACK_TRACE")) {
            fail(at(step.line()) + "a defect of ours: " + run);
        }
        boolean json = arguments.contains("json")
                || "json".equals(environment.get("SLIPWAY_OUTPUT")) && !arguments.contains("text");
        if (json && !arguments.contains("--help") && !arguments.contains("completion")) {
            JsonNode node = read(at(step.line()), run);
            if (node.path("formatVersion").asInt() != 1) {
                fail(at(step.line()) + "no formatVersion: " + run);
            }
        }
    }

    private void check(Story.Expectation e, CommandLineRun run, boolean holds) {
        if (!holds) {
            fail(at(e.line()) + "expected " + e.what() + e.how() + " " + e.text() + "\nbut: " + run);
        }
    }

    /** A text in which {@code <any>} stands for anything on one line. */
    private static Pattern pattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("<any>", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    private String at(int line) {
        return story.name() + ":" + line + " (" + kind + "): ";
    }
}
