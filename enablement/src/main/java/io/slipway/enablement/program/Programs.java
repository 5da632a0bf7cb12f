package io.slipway.enablement.program;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of others that pictures and recordings are made with: on the PATH, or named by a variable. */
public enum Programs {
    BROWSER(
            "SLIPWAY_BROWSER",
            "Chromium or Chrome",
            "pictures, recordings and PDFs",
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")),
    SHELL("SLIPWAY_BASH", "bash", "commands of scenarios", List.of("bash")),
    FFMPEG("SLIPWAY_FFMPEG", "ffmpeg", "recordings", List.of("ffmpeg")),
    FFPROBE("SLIPWAY_FFPROBE", "ffprobe, which comes with ffmpeg", "recordings", List.of("ffprobe")),
    VOICE("SLIPWAY_ESPEAK", "espeak-ng", "spoken recordings", List.of("espeak-ng"));

    private final String variable;
    private final String title;
    private final String use;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Programs(String variable, String title, String use, List<String> names) {
        this.variable = variable;
        this.title = title;
        this.use = use;
        this.names = names;
    }

    /** What it is, and what it is for. */
    public String title() {
        return title;
    }

    public String use() {
        return use;
    }

    /** @param environment environment variables; the one that names it goes before the PATH */
    public Optional<Path> find(Map<String, String> environment) {
        String named = environment.getOrDefault(variable, "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return names.stream()
                .flatMap(name -> Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @throws SlipwayException {@code program-missing} */
    public Path require(Map<String, String> environment) {
        return find(environment)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.PROGRAM_MISSING,
                        "There is no " + title + " here, which " + use + " are made with.",
                        "Install it so that it is on the PATH, or name it in " + variable + "."));
    }
}
