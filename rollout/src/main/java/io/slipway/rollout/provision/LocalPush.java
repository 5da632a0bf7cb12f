package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Who receives a push into a folder of this machine. What its hooks refuse must not get in, and hooks are run by Git's own
 * client only: the library writes into such a folder past them.
 */
final class LocalPush {
    private static final List<String> HOOKS =
            List.of("pre-receive", "update", "post-receive", "post-update", "proc-receive", "reference-transaction");
    private final Optional<Path> git;

    /** @param git the client, where there is one */
    LocalPush(Optional<Path> git) {
        this.git = git;
    }

    /** With the client that is on the PATH. */
    static LocalPush here() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new LocalPush(Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> List.of("git", "git.exe").stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst());
    }

    /**
     * The command that receives a push.
     *
     * @return empty for the library's own way, where there are no hooks
     * @throws SlipwayException {@code repository-refused}: there are hooks, and no client that runs them
     */
    Optional<String> receiver(Path repository) {
        List<String> hooks = hooks(repository);
        if (git.isEmpty() && !hooks.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.REPOSITORY_REFUSED,
                    "The repository " + repository + " has hooks (" + String.join(", ", hooks)
                            + "), and there is no Git client here that would run them. Nothing was pushed.",
                    "Install git and put it on the PATH, or name the repository by an address that a Git server answers"
                            + " at.");
        }
        return git.map(client -> Shell.word(client.toString()) + " receive-pack");
    }

    private static List<String> hooks(Path repository) {
        try (Repository opened = new FileRepositoryBuilder()
                .setGitDir(
                        repository.resolve(".git").toFile().isDirectory()
                                ? repository.resolve(".git").toFile()
                                : repository.toFile())
                .build()) {
            Path folder = Optional.ofNullable(opened.getConfig().getString("core", null, "hooksPath"))
                    .map(named -> opened.getDirectory().toPath().resolve(named))
                    .orElseGet(() -> opened.getDirectory().toPath().resolve("hooks"));
            return HOOKS.stream()
                    .filter(name -> Files.isExecutable(folder.resolve(name)))
                    .toList();
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.REPOSITORY_REFUSED,
                            "The repository " + repository + " cannot be read: " + e.getMessage(),
                            "See that it exists, and that the user may read and push to the branch.")
                    .causedBy(e);
        }
    }
}
