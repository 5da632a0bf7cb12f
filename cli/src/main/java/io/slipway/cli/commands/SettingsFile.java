package io.slipway.cli.commands;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A server's settings in a file, by the names of their flags.
 *
 * @param file empty when there is none
 */
record SettingsFile(Optional<Path> file, Map<String, String> values) {
    static final String FLAG = "--settings";
    private static final Path USUAL = Path.of("slipway-server.properties");

    /**
     * Reads the file that is named, else the usual one in the current folder when it is there.
     *
     * @param known names of all settings
     * @throws SlipwayException {@code setting-invalid}
     */
    static SettingsFile read(Optional<Path> named, Collection<String> known) {
        Optional<Path> file = named.or(() -> Optional.of(USUAL).filter(Files::isRegularFile));
        Map<String, String> values = new TreeMap<>();
        file.ifPresent(place -> load(place).forEach((name, value) -> {
            if (!known.contains(name.toString())) {
                throw SlipwayException.of(
                        ErrorCode.SETTING_INVALID,
                        place + " sets '" + name + "', which is no setting.",
                        Nearest.to(name.toString(), known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("See 'slipway serve --help': names are those of the flags, without dashes."));
            }
            values.put(name.toString(), value.toString().strip());
        }));
        return new SettingsFile(file, values);
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw SlipwayException.of(
                            ErrorCode.SETTING_INVALID,
                            file + " cannot be read as a file of settings.",
                            "It has one NAME=VALUE a line, in UTF-8; a # begins a comment.")
                    .causedBy(e);
        }
        return properties;
    }
}
