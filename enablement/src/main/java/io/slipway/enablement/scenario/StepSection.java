package io.slipway.enablement.scenario;

import io.slipway.release.error.Location;
import io.slipway.release.yaml.YamlSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one step: a mapping with one verb. */
final class StepSection {
    /** The verbs, in the order in which complaints name them. */
    static final List<String> VERBS = List.of("say", "write", "run", "open", "click", "fill", "show", "check", "wait");

    private static final Duration COMMAND = Duration.ofMinutes(2);
    private static final Duration PAGE = Duration.ofSeconds(30);
    /** A step may not hold everybody up for longer. */
    private static final int LONGEST_SECONDS = 600;

    private static final Pattern PICTURE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private StepSection() {}

    static Step read(YamlSection entry) {
        List<String> verbs = VERBS.stream().filter(entry::has).toList();
        if (verbs.isEmpty()) {
            throw entry.invalid("this is no step: it has none of " + String.join(", ", VERBS));
        }
        if (verbs.size() > 1) {
            throw entry.invalid("one step does one thing, and this one has " + String.join(" and ", verbs));
        }
        String verb = verbs.get(0);
        entry.only(verb.equals("run") ? Set.of("run", "expect", "seconds") : Set.of(verb));
        Location at = entry.location();
        return switch (verb) {
            case "say" -> new Step.Say(at, text(entry, "say"));
            case "write" -> file(at, section(entry, "write"));
            case "run" -> run(at, entry);
            case "open" -> new Step.Open(at, path(entry, "open"));
            case "click" -> new Step.Click(at, ElementSection.read(section(entry, "click"), Set.of()));
            case "fill" -> fill(at, section(entry, "fill"));
            case "show" -> show(at, section(entry, "show").only(Set.of("picture", "focus", "caption")));
            case "check" -> check(at, section(entry, "check").only(Set.of("environment", "sql", "equals")));
            default -> wait(at, section(entry, "wait"));
        };
    }

    /** A file with its text. */
    static Step.Write file(Location at, YamlSection write) {
        write.only(Set.of("file", "text"));
        return new Step.Write(at, file(write, "file"), write.text("text"));
    }

    private static Step run(Location at, YamlSection entry) {
        Optional<YamlSection> expect = entry.section("expect").map(section -> section.only(Set.of("exit", "output")));
        return new Step.Run(
                at,
                text(entry, "run"),
                expect.filter(section -> section.has("exit"))
                        .map(section -> section.parsed("exit", StepSection::exitCode, "an exit code from 0 to 255"))
                        .orElse(0),
                expect.map(StepSection::outputs).orElse(List.of()),
                seconds(entry, COMMAND));
    }

    private static int exitCode(String text) {
        int code = Integer.parseInt(text);
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException(text);
        }
        return code;
    }

    private static List<String> outputs(YamlSection expect) {
        return expect.isText("output") ? List.of(expect.text("output")) : expect.list("output");
    }

    private static Step fill(Location at, YamlSection fill) {
        Element element = ElementSection.read(fill, Set.of("with", "secret", "upload"));
        if (fill.has("with") == fill.has("upload")) {
            throw fill.invalid("a field is filled either 'with' a text or by the 'upload' of a file");
        }
        return new Step.Fill(
                at,
                element,
                fill.has("upload")
                        ? new Step.Fill.Content.File(file(fill, "upload"))
                        : new Step.Fill.Content.Text(fill.text("with"), fill.flag("secret")));
    }

    private static Step show(Location at, YamlSection show) {
        String name = show.text("picture");
        if (!PICTURE.matcher(name).matches()) {
            throw show.invalid("picture", "'" + name + "' is no name of small letters, digits and hyphens");
        }
        return new Step.Show(
                at,
                name,
                show.section("focus").map(focus -> ElementSection.read(focus, Set.of())),
                show.optionalText("caption"));
    }

    private static Step check(Location at, YamlSection check) {
        return new Step.Check(at, check.text("environment"), text(check, "sql"), check.text("equals"));
    }

    private static Step wait(Location at, YamlSection wait) {
        return new Step.Wait(at, ElementSection.read(wait, Set.of("seconds")), seconds(wait, PAGE));
    }

    private static Duration seconds(YamlSection section, Duration otherwise) {
        if (!section.has("seconds")) {
            return otherwise;
        }
        int seconds = section.parsed("seconds", Integer::parseInt, "a whole number of seconds");
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw section.invalid("seconds", "a step takes from 1 to " + LONGEST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    static String text(YamlSection section, String key) {
        String text = section.text(key).strip();
        if (text.isEmpty()) {
            throw section.invalid(key, "'" + key + "' says nothing");
        }
        return text;
    }

    private static String path(YamlSection section, String key) {
        String path = section.text(key);
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw section.invalid(key, "'" + path + "' is no path of the console: it starts with one slash");
        }
        try {
            return new URI(path).toString();
        } catch (URISyntaxException e) {
            throw section.invalid(
                            key,
                            "'" + path + "' is no path of the console: " + e.getReason()
                                    + "; write a space as %20, and its like so too")
                    .causedBy(e);
        }
    }

    /** A file of the project: what is written or handed over never lies outside. */
    private static String file(YamlSection section, String key) {
        String file = section.text(key);
        if (file.isBlank()
                || file.startsWith("/")
                || file.contains("\\")
                || List.of(file.split("/")).contains("..")) {
            throw section.invalid(key, "'" + file + "' is no file within the project, such as sql/ddl/120_email.sql");
        }
        return file;
    }

    private static YamlSection section(YamlSection entry, String key) {
        return entry.section(key).orElseThrow(() -> entry.invalid("'" + key + "' is missing"));
    }
}
