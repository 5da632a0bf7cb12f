package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.yaml.YamlSection;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which databases an environment has: a list in the project file, or a file of the project with one name a line. */
final class DatabasesReader {
    /** What means itself in a URL, in the name of a file, and on the command line. */
    private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}");

    private static final String NAME_RULE =
            "letters, digits, '.', '_' and '-', at most 63, a letter, digit or '_' first";

    private static final int MOST_AT_ONCE = 256;

    private final YamlSection section;
    private final String database;
    private final Optional<Path> root;

    /**
     * @param section of the environment
     * @param database product
     * @param root the project's folder; empty where there is none, on a server
     */
    DatabasesReader(YamlSection section, String database, Optional<Path> root) {
        this.section = section;
        this.database = database;
        this.root = root;
    }

    /** @return empty for an environment that is one database */
    Optional<Databases> read() {
        if (!section.has("databases")) {
            refuseWithoutDatabases();
            return Optional.empty();
        }
        if (root.isEmpty()) {
            throw section.invalidKey(
                    "databases", "many databases in one environment are deployed to by the command line only");
        }
        List<String> names = section.isText("databases") ? ofFile(root.get()) : ofList();
        if (names.isEmpty()) {
            throw section.invalid("databases", "'databases' names none");
        }
        checkPlaceholder();
        return Optional.of(new Databases(names, waves()));
    }

    private void refuseWithoutDatabases() {
        for (String key : List.of("url", "user", "schema")) {
            if (holdsPlaceholder(key)) {
                throw section.invalid(
                        key,
                        "'" + key + "' holds " + Databases.PLACEHOLDER
                                + ", and no 'databases' say what that stands for");
            }
        }
        if (section.has("waves")) {
            throw section.invalidKey("waves", "'waves' are for an environment with 'databases'");
        }
    }

    /** The history lies in the database that the url leads to; only MariaDB and MySQL call a database a schema too. */
    private void checkPlaceholder() {
        boolean schemaTells = database.equals("mariadb") || database.equals("mysql");
        if (!holdsPlaceholder("url") && !(schemaTells && holdsPlaceholder("schema"))) {
            throw section.invalid(
                    "url",
                    "'url'" + (schemaTells ? " or 'schema'" : "") + " must hold " + Databases.PLACEHOLDER
                            + " where a database's name belongs; without it all 'databases' would be the same one");
        }
    }

    private boolean holdsPlaceholder(String key) {
        return section.optionalText(key)
                .filter(text -> text.contains(Databases.PLACEHOLDER))
                .isPresent();
    }

    private List<String> ofList() {
        List<String> names = section.list("databases");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<String> wrong = wrong(names.get(i), seen);
            if (wrong.isPresent()) {
                throw section.invalidEntry("databases", i, wrong.get());
            }
        }
        return List.copyOf(names);
    }

    private List<String> ofFile(Path folder) {
        String named = section.text("databases");
        List<String> lines = lines(folder, named);
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "");
            String name = line.strip();
            if (!name.isEmpty()) {
                Location where = new Location(named, i + 1, line.indexOf(name) + 1);
                wrong(name, seen).ifPresent(message -> {
                    throw SlipwayException.of(ErrorCode.PROJECT_FILE_INVALID, message, "")
                            .at(where);
                });
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private List<String> lines(Path folder, String named) {
        try {
            Path file = folder.resolve(named).toRealPath();
            if (!file.startsWith(folder.toRealPath())) {
                throw section.invalid("databases", "'" + named + "' is not in the project's folder");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw section.invalid(
                            "databases",
                            "there is no file '" + named + "' in the project's folder; 'databases' is a file with one"
                                    + " name a line, or a list")
                    .causedBy(e);
        } catch (MalformedInputException e) {
            throw section.invalid("databases", "'" + named + "' is not UTF-8 text")
                    .causedBy(e);
        } catch (IOException e) {
            throw section.invalid("databases", "'" + named + "' cannot be read: " + e.getMessage())
                    .causedBy(e);
        }
    }

    /** @param seen those before it, to which it is added */
    private static Optional<String> wrong(String name, Set<String> seen) {
        if (!NAME_FORM.matcher(name).matches()) {
            return Optional.of("'" + name + "' is no name of a database: " + NAME_RULE);
        }
        return seen.add(name) ? Optional.empty() : Optional.of("the database '" + name + "' is named twice");
    }

    private Waves waves() {
        return section.section("waves")
                .map(waves -> {
                    waves.only(Set.of("canary", "parallel", "failures"));
                    return new Waves(
                            number(waves, "canary", 0, Integer.MAX_VALUE, Waves.USUAL.canary()),
                            number(waves, "parallel", 1, MOST_AT_ONCE, Waves.USUAL.parallel()),
                            number(waves, "failures", 0, Integer.MAX_VALUE, Waves.USUAL.failures()));
                })
                .orElse(Waves.USUAL);
    }

    private static int number(YamlSection waves, String key, int least, int most, int usual) {
        if (!waves.has(key)) {
            return usual;
        }
        int number = waves.parsed(key, Integer::parseInt, "a number");
        if (number < least || number > most) {
            throw waves.invalid(
                    key,
                    "'" + key + "' must be at least " + least
                            + (most == Integer.MAX_VALUE ? "" : " and at most " + most));
        }
        return number;
    }
}
