package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.rules.OwnRules;
import io.slipway.release.rules.RuleSettings;
import io.slipway.release.script.TimeText;
import io.slipway.release.yaml.YamlSection;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code slipway.yaml}. Every complaint has a line and a column. */
public final class ProjectFile {
    public static final String NAME = "slipway.yaml";
    private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern URL_CREDENTIALS = Pattern.compile("(?i)[?&;](password|user)=|//[^/@]*:[^/@]*@");
    private static final Set<String> DATABASES = Set.of("postgresql", "mariadb", "mysql", "sqlite");

    private ProjectFile() {}

    /**
     * @throws SlipwayException {@code project-file-missing}, {@code project-file-invalid}, {@code secret-literal}
     */
    public static Project read(Path root) {
        Path file = root.resolve(NAME);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw SlipwayException.of(
                            ErrorCode.PROJECT_FILE_MISSING,
                            "There is no " + NAME + " in " + root + ".",
                            "Run 'slipway init' there, or name the project's folder with -C DIR.")
                    .causedBy(e);
        } catch (MalformedInputException e) {
            throw SlipwayException.of(ErrorCode.PROJECT_FILE_INVALID, "It is not UTF-8 text.", "")
                    .at(Location.of(NAME))
                    .causedBy(e);
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.PROJECT_FILE_INVALID, "It cannot be read: " + e.getMessage(), "")
                    .at(Location.of(NAME))
                    .causedBy(e);
        }
        return parse(text, root, Optional.of(root));
    }

    /**
     * As {@link #read}, of a text that is at hand, without the files beside it: what only they say, such as the databases
     * of an environment of many, is refused.
     */
    public static Project parse(String text, Path root) {
        return parse(text, root, Optional.empty());
    }

    private static Project parse(String text, Path root, Optional<Path> files) {
        YamlSection top = YamlSection.read(NAME, "the project file", ErrorCode.PROJECT_FILE_INVALID, text)
                .only(Set.of(
                        "project",
                        "database",
                        "scripts",
                        "artifacts",
                        "reference",
                        "environments",
                        "pipelines",
                        "rollback",
                        "drift",
                        "rules",
                        "signing"));
        String database = database(top);
        Map<String, Environment> environments = environments(top, database, files);
        return new Project(
                named(top, "project"),
                root,
                database,
                root.resolve(top.optionalText("scripts").orElse("sql")),
                root.resolve(top.optionalText("artifacts").orElse("artifacts")),
                reference(top),
                top.isText("reference")
                        ? Map.of()
                        : top.section("reference").map(s -> parameters(s)).orElse(Map.of()),
                environments,
                pipelines(top, environments),
                rollback(top),
                driftExceptions(top, environments),
                signing(top, root),
                rules(top, environments.keySet(), files.map(OwnRules::in)));
    }

    /** @param own empty when only the text is at hand */
    private static RuleSettings rules(YamlSection top, Set<String> environments, Optional<OwnRules> own) {
        return top.section("rules")
                .map(section -> RuleSettings.read(section, environments, own))
                .orElseGet(() -> new RuleSettings(Map.of(), own.orElse(OwnRules.NONE)));
    }

    private static String named(YamlSection section, String key) {
        String name = section.text(key);
        if (!NAME_FORM.matcher(name).matches()) {
            throw section.invalid(
                    key,
                    "'" + name
                            + "' is no name: letters, digits, '.', '_' and '-', at most 63, a letter or digit first");
        }
        return name;
    }

    private static String database(YamlSection top) {
        String database = top.text("database");
        if (!DATABASES.contains(database)) {
            throw top.invalid(
                    "database",
                    "'" + database + "' is not supported; supported are "
                            + String.join(", ", DATABASES.stream().sorted().toList()));
        }
        return database;
    }

    private static Optional<Environment> reference(YamlSection top) {
        if (!top.has("reference") || top.isText("reference")) {
            String text = top.optionalText("reference").orElse("embedded");
            if (!text.equals("embedded")) {
                throw top.invalid("reference", "'reference' must be 'embedded' or have url, user and password");
            }
            return Optional.empty();
        }
        YamlSection section = top.section("reference").orElseThrow();
        section.only(Set.of("url", "user", "password", "schema", "parameters"));
        return section.has("url") ? Optional.of(environment("reference", section, Optional.empty())) : Optional.empty();
    }

    private static Map<String, Environment> environments(YamlSection top, String database, Optional<Path> files) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        top.section("environments").ifPresent(all -> {
            for (String name : all.names()) {
                if (!NAME_FORM.matcher(name).matches()) {
                    throw all.invalid(name, "'" + name + "' is no name for an environment");
                }
                YamlSection section = all.section(name).orElseThrow();
                section.only(Set.of(
                        "url",
                        "user",
                        "password",
                        "schema",
                        "protected",
                        "parameters",
                        "contexts",
                        "timeouts",
                        "databases",
                        "waves"));
                environments.put(
                        name, environment(name, section, new DatabasesReader(section, database, files).read()));
            }
        });
        return environments;
    }

    private static Environment environment(String name, YamlSection section, Optional<Databases> databases) {
        String url = section.text("url");
        if (!url.startsWith("jdbc:")) {
            throw section.invalid("url", "'url' must be a JDBC URL, such as jdbc:postgresql://host:5432/name");
        }
        if (URL_CREDENTIALS.matcher(url).find()) {
            throw section.invalid(
                    "url",
                    ErrorCode.SECRET_LITERAL,
                    "The url of '" + name + "' holds a user or password.",
                    "Take them out of the url; write user: NAME and password: \"${env:NAME}\" beside it.");
        }
        if (url.contains("${")) {
            throw section.invalid(
                    "url",
                    "The url of '" + name + "' holds a reference: a url is shown to people, a secret never;"
                            + " write it as the password");
        }
        return new Environment(
                name,
                url,
                section.optionalText("user").orElse(""),
                secret(section, "password", name),
                section.optionalText("schema"),
                section.flag("protected"),
                parameters(section),
                section.list("contexts"),
                section.section("timeouts")
                        .map(all -> timeouts(all, Timeouts.of(section.flag("protected"))))
                        .orElseGet(() -> Timeouts.of(section.flag("protected"))),
                databases,
                Optional.empty());
    }

    private static Timeouts timeouts(YamlSection section, Timeouts usual) {
        section.only(Set.of("lock", "patience", "statement"));
        return new Timeouts(
                limit(section, "lock", usual.lock()),
                section.optionalText("patience")
                        .map(text -> time(section, "patience", text))
                        .orElse(usual.patience()),
                limit(section, "statement", usual.statement()));
    }

    /** {@code none} is without limit. */
    private static Optional<Duration> limit(YamlSection section, String key, Optional<Duration> usual) {
        Optional<String> text = section.optionalText(key);
        if (text.isEmpty()) {
            return usual;
        }
        return text.filter(limit -> !limit.equals("none")).map(limit -> time(section, key, limit));
    }

    private static Duration time(YamlSection section, String key, String text) {
        Duration time = TimeText.parse(text)
                .orElseThrow(() -> section.invalid(key, "'" + key + "' must be " + TimeText.FORM + ", or none"));
        if (time.isZero()) {
            throw section.invalid(key, "'" + key + "' must be longer than nothing; 'none' is without limit");
        }
        return time;
    }

    private static Optional<SecretReference> secret(YamlSection section, String key, String owner) {
        Optional<String> text = section.optionalText(key).filter(t -> !t.isEmpty());
        if (text.isPresent() && SecretReference.parse(text.get()).isEmpty()) {
            throw section.invalid(
                    key,
                    ErrorCode.SECRET_LITERAL,
                    "The " + key + " of '" + owner + "' is written in the file.",
                    "Write where it is to be found instead: " + key + ": \"${env:"
                            + owner.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_PASSWORD}\","
                            + " \"${file:/run/secrets/" + owner + "}\" or \"${command:…}\"; then change that secret,"
                            + " for it has been in a file.");
        }
        return text.flatMap(SecretReference::parse);
    }

    private static Map<String, String> parameters(YamlSection section) {
        Map<String, String> parameters = new LinkedHashMap<>();
        section.section("parameters").ifPresent(all -> all.names().forEach(n -> parameters.put(n, all.text(n))));
        return parameters;
    }

    private static Map<String, List<String>> pipelines(YamlSection top, Map<String, Environment> environments) {
        Map<String, List<String>> pipelines = new LinkedHashMap<>();
        top.section("pipelines").ifPresent(all -> {
            for (String name : all.names()) {
                List<String> steps = all.list(name);
                for (String step : steps) {
                    if (!environments.containsKey(step)) {
                        throw all.invalid(
                                name,
                                "the pipeline '" + name + "' names '" + step
                                        + "', which is no environment of this file");
                    }
                }
                if (steps.size() != Set.copyOf(steps).size()) {
                    throw all.invalid(name, "the pipeline '" + name + "' names an environment twice");
                }
                pipelines.put(name, steps);
            }
        });
        if (pipelines.isEmpty()) {
            pipelines.put("main", List.copyOf(environments.keySet()));
        }
        return pipelines;
    }

    private static Project.RollbackPolicy rollback(YamlSection top) {
        return switch (top.optionalText("rollback").orElse("none")) {
            case "none" -> Project.RollbackPolicy.NONE;
            case "present" -> Project.RollbackPolicy.PRESENT;
            case "proved" -> Project.RollbackPolicy.PROVED;
            default -> throw top.invalid("rollback", "'rollback' must be none, present or proved");
        };
    }

    private static List<DriftException> driftExceptions(YamlSection top, Map<String, Environment> environments) {
        Optional<YamlSection> drift = top.section("drift");
        drift.ifPresent(section -> section.only(Set.of("exceptions")));
        return drift.map(section -> section.sections("exceptions")).orElse(List.of()).stream()
                .map(entry -> driftException(entry.only(Set.of("object", "in", "until", "reason")), environments))
                .toList();
    }

    private static DriftException driftException(YamlSection entry, Map<String, Environment> environments) {
        List<String> in = entry.list("in");
        for (int i = 0; i < in.size(); i++) {
            if (!environments.containsKey(in.get(i))) {
                throw entry.invalidEntry("in", i, "'" + in.get(i) + "' is no environment of this file");
            }
        }
        return new DriftException(entry.text("object"), in, entry.date("until"), entry.text("reason"));
    }

    private static Project.Signing signing(YamlSection top, Path root) {
        Optional<YamlSection> section = top.section("signing");
        section.ifPresent(s -> s.only(Set.of("key", "trusted")));
        return new Project.Signing(
                section.flatMap(s -> secret(s, "key", "signing")),
                root.resolve(section.flatMap(s -> s.optionalText("trusted")).orElse("slipway-keys")));
    }
}
