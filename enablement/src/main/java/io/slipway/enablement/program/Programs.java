package io.slipway.enablement.program;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of others that pictures and recordings are made with: on the PATH, or named by a variable. */
public enum Programs {
    BROWSER(
            "SLIPWAY_BROWSER",
            "Chromium or Chrome",
            "pictures, recordings and PDFs",
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
            "--version",
            ""),
    SHELL("SLIPWAY_BASH", "bash", "commands of scenarios", List.of("bash"), "--version", "bash"),
    FFMPEG("SLIPWAY_FFMPEG", "ffmpeg", "recordings", List.of("ffmpeg"), "-version", "ffmpeg"),
    FFPROBE(
            "SLIPWAY_FFPROBE",
            "ffprobe, which comes with ffmpeg",
            "recordings",
            List.of("ffprobe"),
            "-version",
            "ffprobe"),
    VOICE("SLIPWAY_ESPEAK", "espeak-ng", "spoken recordings", List.of("espeak-ng"), "--version", "espeak");

    /** In which a program says its version, be the machine ever so busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LONGEST = 200;

    private final String variable;
    private final String title;
    private final String use;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    private final String asking;
    private final String answer;

    /**
     * @param asking what has it say its version
     * @param answer a word, in small letters, that is in what it says then
     */
    Programs(String variable, String title, String use, List<String> names, String asking, String answer) {
        this.variable = variable;
        this.title = title;
        this.use = use;
        this.names = names;
        this.asking = asking;
        this.answer = answer;
    }

    /** Whether a variable names one of them. */
    public static boolean isVariable(String name) {
        return Arrays.stream(values()).anyMatch(each -> each.variable.equals(name));
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

    /**
     * What it says of its version, which it only does when it runs.
     *
     * @throws SlipwayException {@code program-missing}: it does not run, or is another program
     */
    public String version(Path program) {
        if (this == BROWSER && File.separatorChar == '\\') {
            // there it would open a window instead
            return "";
        }
        try {
            Path said = Files.createTempFile("slipway-version-", ".log");
            try {
                return version(program, said);
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw notIt(program, "cannot be started").causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    private String version(Path program, Path said) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), asking)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw notIt(program, "did not say its version within " + PATIENCE.toSeconds() + " seconds");
            }
        } finally {
            process.destroyForcibly();
        }
        String first = new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
                .lines()
                // what a shell complains of in a script that starts the program is not its answer
                .filter(line -> !line.isBlank() && !line.startsWith(program + ": "))
                .findFirst()
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line.strip())
                .orElse("");
        if (process.exitValue() != 0) {
            throw notIt(
                    program,
                    "ended with exit code " + process.exitValue() + " when it was asked for its version"
                            + (first.isEmpty() ? "" : ": " + first));
        }
        if (first.isEmpty() || !first.toLowerCase(Locale.ROOT).contains(answer)) {
            throw notIt(program, "says '" + first + "' when it is asked for its version");
        }
        return first;
    }

    private SlipwayException notIt(Path program, String what) {
        return SlipwayException.of(
                ErrorCode.PROGRAM_MISSING,
                program + ", which was taken for " + title + ", " + what + ".",
                "Name a program that runs in " + variable + ", or install it anew so that it is on the PATH.");
    }

    /**
     * What is wrong with the setting that names it; empty where none does, or where it names a program.
     */
    public Optional<SlipwayException> misnamed(Map<String, String> environment) {
        String named = environment.getOrDefault(variable, "");
        return named.isBlank() || find(environment).isPresent()
                ? Optional.empty()
                : Optional.of(notIt(Path.of(named), "is no program that can be run"));
    }

    /** @throws SlipwayException {@code program-missing} */
    public Path require(Map<String, String> environment) {
        return find(environment)
                .orElseThrow(() -> misnamed(environment)
                        .orElseGet(() -> SlipwayException.of(
                                ErrorCode.PROGRAM_MISSING,
                                "There is no " + title + " here, which " + use + " are made with.",
                                "Install it so that it is on the PATH, or name it in " + variable + ".")));
    }
}
