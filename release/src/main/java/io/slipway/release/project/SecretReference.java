package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is to be found when it is needed: {@code ${env:NAME}}, {@code ${file:PATH}}, {@code ${command:…}}, or
 * on a server, {@code ${secret:NAME}}.
 */
public record SecretReference(Source source, String argument) {
    private static final Pattern FORM = Pattern.compile("\\$\\{(env|file|command|secret):(.+)}");
    private static final int COMMAND_SECONDS = 30;

    public enum Source {
        ENV,
        FILE,
        COMMAND,
        /** Kept by the server under that name, for one project. */
        SECRET
    }

    /** Empty when the text is not a reference, hence perhaps a secret itself: never put it in a message. */
    public static Optional<SecretReference> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new SecretReference(Source.valueOf(form.group(1).toUpperCase(Locale.ROOT)), form.group(2)))
                : Optional.empty();
    }

    /**
     * Fetches the secret.
     *
     * @param root folder that relative paths are relative to, and in which commands run
     * @param environment the process's environment variables
     * @throws SlipwayException {@code secret-unavailable}
     */
    public Secret resolve(Path root, Map<String, String> environment) {
        return resolve(root, environment, name -> {
            throw unavailable(
                    "only a server keeps secrets by name",
                    "Use ${env:NAME} or ${file:PATH}, or deploy through a server.");
        });
    }

    /**
     * Fetches the secret where there is somebody who keeps secrets by name.
     *
     * @param named gives the one of a name; empty when there is none
     * @throws SlipwayException {@code secret-unavailable}
     */
    public Secret resolve(Path root, Map<String, String> environment, Function<String, Optional<Secret>> named) {
        return switch (source) {
            case ENV -> Secret.of(fromEnvironment(environment));
            case FILE -> Secret.of(fromFile(root));
            case COMMAND -> Secret.of(fromCommand(root));
            case SECRET ->
                named.apply(argument)
                        .orElseThrow(() -> unavailable(
                                "the project has no secret of that name", "Set it on the project's page of secrets."));
        };
    }

    private String fromEnvironment(Map<String, String> environment) {
        String value = environment.get(argument);
        if (value == null) {
            throw unavailable("the environment variable " + argument + " is not set", "Set it and try again.");
        }
        return value;
    }

    private String fromFile(Path root) {
        Path file = root.resolve(argument);
        try {
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw unavailable("the file " + file + " cannot be read", "Create it, or allow this user to read it.")
                    .causedBy(e);
        }
    }

    private String fromCommand(Path root) {
        try {
            Process process = new ProcessBuilder(shell(argument))
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw unavailable("the command took longer than " + COMMAND_SECONDS + " s", "");
            }
            if (process.exitValue() != 0) {
                throw unavailable(
                        "the command ended with exit code " + process.exitValue(), "Run it by hand to see why.");
            }
            return output.stripTrailing();
        } catch (IOException e) {
            throw unavailable("the command cannot be started", "").causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("it was interrupted", "").causedBy(e);
        }
    }

    private static List<String> shell(String command) {
        return System.getProperty("os.name", "").startsWith("Windows")
                ? List.of("cmd", "/c", command)
                : List.of("sh", "-c", command);
    }

    private SlipwayException unavailable(String why, String help) {
        return SlipwayException.of(
                ErrorCode.SECRET_UNAVAILABLE, "The secret " + this + " is not to be had: " + why + ".", help);
    }

    @Override
    public String toString() {
        return "${" + source.name().toLowerCase(Locale.ROOT) + ":" + (source == Source.COMMAND ? "…" : argument) + "}";
    }
}
