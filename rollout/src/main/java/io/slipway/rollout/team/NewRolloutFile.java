package io.slipway.rollout.team;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a team's rollout file: from a template, or from that of another team. */
public final class NewRolloutFile {
    private static final String TEMPLATE_TEAM = "payments";
    private static final List<String> IDENTIFIERS = List.of("database", "owner", "schema", "deploy", "read");

    private NewRolloutFile() {}

    /**
     * @param like the team whose file is the template
     * @return the file, relative to the folder
     * @throws SlipwayException {@code project-exists} when there is one already; and what is wrong with the name or the
     *     template
     */
    public static Path write(Path root, String team, Optional<String> like) {
        Path file = Path.of(RolloutFile.FOLDER, team + ".yaml");
        String text = renamed(
                like.map(other -> read(root, other)).orElseGet(NewRolloutFile::template),
                like.orElse(TEMPLATE_TEAM),
                team);
        // What it would write must be what it could read.
        RolloutFile.parse(text, file.toString());
        try {
            Files.createDirectories(root.resolve(RolloutFile.FOLDER));
            Files.writeString(root.resolve(file), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw SlipwayException.of(ErrorCode.PROJECT_EXISTS, "There is a " + file + " already.", "")
                    .causedBy(e);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.ROLLOUT_FILE_INVALID, file + " cannot be written: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    private static String read(Path root, String other) {
        RolloutFile.read(root, other);
        try {
            return Files.readString(root.resolve(RolloutFile.FOLDER).resolve(other + ".yaml"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.ROLLOUT_FILE_INVALID, "It cannot be read: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    /** The one name in all the ways in which names, roles and variables write it. */
    static String renamed(String text, String from, String to) {
        String all = identifiers(text, from, to);
        all = replaced(all, from, to);
        all = replaced(all, from.replace('-', '_'), to.replace('-', '_'));
        all = replaced(all, variable(from), variable(to));
        return replaced(all, capital(from), capital(to));
    }

    /** What databases call things has no hyphen: a name that stands there alone, or with an underscore beside it. */
    private static String identifiers(String text, String from, String to) {
        String name = Pattern.quote(from.replace('-', '_'));
        return Pattern.compile("(?m)(?<![A-Za-z0-9])" + name + "(?=_)|(?<=_)" + name + "(?![A-Za-z0-9])|(?<=^ {1,40}(?:"
                        + String.join("|", IDENTIFIERS) + "): {1,4}\"?)" + name + "(?![A-Za-z0-9-])")
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(to.replace('-', '_')));
    }

    private static String replaced(String text, String from, String to) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(from) + "(?![A-Za-z0-9])")
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(to));
    }

    private static String variable(String team) {
        return team.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String capital(String team) {
        return team.substring(0, 1).toUpperCase(Locale.ROOT) + team.substring(1);
    }

    private static String template() {
        try (InputStream file = Objects.requireNonNull(NewRolloutFile.class.getResourceAsStream("template.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
