package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the {@code metadata.properties} of a folder and of those above it say. The keys are those of Liquibase
 * Enterprise, so that a project's folders move over as they are; a key in a child folder takes the place of its
 * parent's.
 */
final class FolderMetadata {
    static final String FILE = "metadata.properties";
    private static final Set<String> KNOWN = Set.of("labels", "contexts", "rerunnable", "schemaName", "packageMethod");
    static final FolderMetadata NONE = new FolderMetadata(Map.of());
    private final Map<String, String> values;

    private FolderMetadata(Map<String, String> values) {
        this.values = values;
    }

    /** This folder's metadata over its parent's; an unknown key is told to {@code warnings} by name. */
    FolderMetadata with(Path folder, String shownFolder, Consumer<String> warnings) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return this;
        }
        String shown = shownFolder + "/" + FILE;
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "It cannot be read: " + e.getMessage(), "")
                    .at(Location.of(shown))
                    .causedBy(e);
        }
        Map<String, String> merged = new HashMap<>(values);
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (KNOWN.contains(key)) {
                merged.put(key, properties.getProperty(key).strip());
            } else {
                warnings.accept(shown + ": the key '" + key + "' is not known and has no effect.");
            }
        }
        check(merged, shown);
        checkPackageMethod(merged, shown, warnings);
        return new FolderMetadata(merged);
    }

    private static void check(Map<String, String> merged, String shown) {
        HeaderReader.badLabel(HeaderReader.commaList(merged.getOrDefault("labels", "")))
                .ifPresent(label -> {
                    throw bad(shown, "'" + label + "' is no name for a label.", HeaderReader.NAMES);
                });
        String contexts = merged.getOrDefault("contexts", "");
        if (!contexts.isEmpty() && !HeaderReader.isExpression(contexts)) {
            throw bad(
                    shown,
                    "'" + Expression.shown(contexts) + "' is no expression over contexts.",
                    HeaderReader.EXPRESSIONS);
        }
        String rerunnable = merged.getOrDefault("rerunnable", "true");
        if (!rerunnable.equalsIgnoreCase("true") && !rerunnable.equalsIgnoreCase("false")) {
            throw bad(shown, "'rerunnable' must be true or false, not '" + rerunnable + "'.", "");
        }
    }

    private static SlipwayException bad(String shown, String message, String help) {
        return SlipwayException.of(ErrorCode.SCRIPT_HEADER, message, help).at(Location.of(shown));
    }

    private static void checkPackageMethod(Map<String, String> merged, String shown, Consumer<String> warnings) {
        String method = merged.getOrDefault("packageMethod", "DIRECT");
        if (method.equalsIgnoreCase("convert") || method.equalsIgnoreCase("ddl_convert")) {
            warnings.accept(shown + ": packageMethod=" + method
                    + " has no effect: scripts are always deployed as they were written.");
        }
    }

    List<String> labels() {
        return HeaderReader.commaList(values.getOrDefault("labels", ""));
    }

    Optional<String> contexts() {
        return Optional.ofNullable(values.get("contexts")).filter(c -> !c.isEmpty());
    }

    Optional<Boolean> rerunnable() {
        return Optional.ofNullable(values.get("rerunnable")).map(Boolean::parseBoolean);
    }

    Optional<String> schemaName() {
        return Optional.ofNullable(values.get("schemaName")).filter(s -> !s.isEmpty());
    }
}
