package io.slipway.release.rules;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of a project's own: one file each in its folder {@code rules}. Their names are known at once; they are read
 * when somebody asks for more, so that a rule that cannot be read stops no command that has no need of it.
 */
public final class OwnRules {
    /** Of the project's folder. */
    public static final String FOLDER = "rules";

    static final String SUFFIX = ".yaml";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public static final OwnRules NONE = new OwnRules(Path.of(FOLDER), Set.of());

    private final Path folder;
    private final Set<String> ids;
    private Optional<List<OwnRule>> read = Optional.empty();

    private OwnRules(Path folder, Set<String> ids) {
        this.folder = folder;
        this.ids = ids;
    }

    /**
     * @param root the project's folder
     * @throws SlipwayException {@code rule-invalid}: a file's name is no name for a rule
     */
    public static OwnRules in(Path root) {
        Path folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return NONE;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> ids = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .forEach(name -> ids.add(name.substring(0, name.length() - SUFFIX.length())));
            return new OwnRules(folder, ids);
        } catch (IOException e) {
            throw invalid(FOLDER, "The folder cannot be read: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    /** One, and no other. */
    static OwnRules of(OwnRule rule) {
        OwnRules one = new OwnRules(Path.of(FOLDER), Set.of(rule.rule().id()));
        one.read = Optional.of(List.of(rule));
        return one;
    }

    public Set<String> ids() {
        return ids;
    }

    /** @throws SlipwayException {@code rule-invalid}: one of them cannot be read */
    public List<OwnRule> all() {
        if (read.isEmpty()) {
            List<OwnRule> rules = new ArrayList<>();
            if (!ids.isEmpty()) {
                Expressions expressions = new Expressions();
                ids.forEach(id -> rules.add(read(id, expressions)));
            }
            read = Optional.of(List.copyOf(rules));
        }
        return read.get();
    }

    public Optional<OwnRule> find(String id) {
        return ids.contains(id)
                ? all().stream().filter(each -> each.rule().id().equals(id)).findFirst()
                : Optional.empty();
    }

    private OwnRule read(String id, Expressions expressions) {
        String path = FOLDER + "/" + id + SUFFIX;
        if (!ID.matcher(id).matches()) {
            throw invalid(
                    path,
                    "'" + id + "' is no name for a rule.",
                    "Name the file in small letters, digits and hyphens, such as " + FOLDER + "/table-prefix.yaml.");
        }
        if (RuleSet.find(id).isPresent()) {
            throw invalid(
                    path,
                    "'" + id + "' is a rule that Slipway brings.",
                    "Give the file another name; how much that rule matters is said under 'rules:' in slipway.yaml.");
        }
        try {
            return OwnRuleFile.read(
                    id, path, Files.readString(folder.resolve(id + SUFFIX), StandardCharsets.UTF_8), expressions);
        } catch (IOException e) {
            throw invalid(path, "It cannot be read: " + e.getMessage(), "It must be a file of UTF-8 text.")
                    .causedBy(e);
        }
    }

    private static SlipwayException invalid(String path, String message, String help) {
        return SlipwayException.of(ErrorCode.RULE_INVALID, message, help).at(Location.of(path));
    }
}
