package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Provision.RepositoryWish;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.PushCommand;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A branch of a repository elsewhere. A change of it is one commit and one push: all of it arrives, or nothing. */
final class GitRemote implements Closeable {
    private static final String AUTHOR = "Slipway";
    private static final String EMAIL = "slipway@localhost";
    /** How often to try again when somebody else was quicker. */
    static final int PUSHES = 5;

    private static final String NOTHING =
            "\nNothing of this step is there: it is one commit, which arrives whole or not at all.";
    private static final int TIMEOUT_SECONDS = 120;
    private final RepositoryWish wish;
    private final Secrets secrets;
    private final LocalPush local;
    private Optional<Git> clone = Optional.empty();

    GitRemote(RepositoryWish wish, Secrets secrets) {
        this(wish, secrets, LocalPush.here());
    }

    /** @param local how a push into a folder of this machine is received */
    GitRemote(RepositoryWish wish, Secrets secrets, LocalPush local) {
        this.wish = wish;
        this.secrets = secrets;
        this.local = local;
    }

    /** Whether there is a repository at all. */
    boolean isThere() {
        Optional<Path> folder = folder();
        return folder.isEmpty() || Files.isDirectory(folder.get());
    }

    /** The folder of a repository on this machine. */
    Optional<Path> folder() {
        if (wish.url().startsWith("file:")) {
            return Optional.of(Path.of(URI.create(wish.url())));
        }
        return wish.url().startsWith("/") ? Optional.of(Path.of(wish.url())) : Optional.empty();
    }

    /**
     * Makes an empty one, beside its place first: only on this machine can that be done. One that another run makes
     * meanwhile is taken as it is.
     */
    void create() {
        Path folder = folder().orElseThrow();
        String parts = "." + folder.getFileName() + ".part-";
        Path part = folder.resolveSibling(parts + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        try {
            deleteLeft(folder.toAbsolutePath().resolveSibling(""), parts);
            try (Git made = Git.init()
                    .setBare(true)
                    .setDirectory(part.toFile())
                    .setInitialBranch(wish.branch())
                    .call()) {
                made.getRepository().getConfig().save();
            }
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (GitAPIException | JGitInternalException | IOException | UncheckedIOException e) {
            if (Files.isDirectory(folder)) {
                delete(part);
                return;
            }
            throw refused("The repository cannot be made: " + words(e), e);
        }
    }

    /** What runs left that died while they made one; those that live go on. Litter keeps nobody from their work. */
    private static void deleteLeft(Path parent, String parts) {
        try (Stream<Path> beside = Files.list(parent)) {
            beside.filter(path -> isLeft(path.getFileName().toString(), parts))
                    .toList()
                    .forEach(GitRemote::delete);
        } catch (IOException | UncheckedIOException e) {
            // There is no such folder yet, or another run clears it at this time.
            return;
        }
    }

    private static boolean isLeft(String name, String parts) {
        String pid = name.startsWith(parts) ? name.substring(parts.length()).replaceFirst("-.*", "") : "";
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /** The branch as it is now, in a folder; empty files and all. */
    Path fetch() {
        try {
            Git git = open();
            authorised(git.fetch().setRemote("origin").setRemoveDeletedRefs(true))
                    .call();
            Ref head = git.getRepository().exactRef("refs/remotes/origin/" + wish.branch());
            Path tree = git.getRepository().getWorkTree().toPath();
            if (head == null) {
                return tree;
            }
            RefUpdate update = git.getRepository().updateRef("refs/heads/" + wish.branch());
            update.setNewObjectId(head.getObjectId());
            update.forceUpdate();
            git.reset()
                    .setMode(ResetType.HARD)
                    .setRef("refs/heads/" + wish.branch())
                    .call();
            return tree;
        } catch (GitAPIException | JGitInternalException | IllegalArgumentException | IOException e) {
            throw refused("The repository " + wish.url() + " cannot be read: " + words(e), e);
        }
    }

    /** Whether the branch has a commit. */
    boolean hasBranch() {
        try {
            return head(open()).isPresent();
        } catch (GitAPIException | JGitInternalException | IllegalArgumentException | IOException e) {
            throw refused("The repository " + wish.url() + " cannot be read: " + words(e), e);
        }
    }

    /**
     * Puts files into the branch, and takes others out.
     *
     * @return false when somebody pushed to the branch since it was fetched; nothing of it is there then
     * @throws SlipwayException {@code repository-refused}; nothing of it is there then
     */
    boolean commit(String message, Map<String, String> files, List<String> removed) {
        try {
            Git git = open();
            Path tree = git.getRepository().getWorkTree().toPath();
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = tree.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
            }
            for (String path : removed) {
                Files.deleteIfExists(tree.resolve(path));
            }
            git.add().addFilepattern(".").call();
            git.add().setUpdate(true).addFilepattern(".").call();
            if (hasBranch() && git.status().call().isClean()) {
                return true;
            }
            ObjectId commit = git.commit()
                    .setMessage(message)
                    .setAuthor(AUTHOR, EMAIL)
                    .setCommitter(AUTHOR, EMAIL)
                    .setSign(false)
                    .call();
            return push(git, commit);
        } catch (GitAPIException | JGitInternalException | IOException e) {
            throw refused("The push to " + wish.url() + " failed: " + words(e) + NOTHING, e);
        }
    }

    /** What there is to say when somebody else was quicker each time. */
    SlipwayException moved() {
        return SlipwayException.of(
                ErrorCode.REPOSITORY_REFUSED,
                "Somebody else pushes to " + wish.branch() + " of " + wish.url() + " at this time." + NOTHING,
                "Wait until they are done.");
    }

    private boolean push(Git git, ObjectId commit) throws GitAPIException, IOException {
        PushCommand push =
                git.push().setRemote("origin").setRefSpecs(new RefSpec(commit.name() + ":refs/heads/" + wish.branch()));
        folder().flatMap(local::receiver).ifPresent(push::setReceivePack);
        Optional<ObjectId> before = head(git);
        Iterable<PushResult> results = authorised(push).call();
        for (PushResult result : results) {
            for (RemoteRefUpdate update : result.getRemoteUpdates()) {
                if (update.getStatus() != RemoteRefUpdate.Status.OK
                        && update.getStatus() != RemoteRefUpdate.Status.UP_TO_DATE) {
                    // Hosts have many words for a branch that moved; that it did is seen by looking.
                    authorised(git.fetch().setRemote("origin").setRemoveDeletedRefs(true))
                            .call();
                    if (!head(git).equals(before)) {
                        return false;
                    }
                    String why =
                            update.getMessage() == null ? update.getStatus().name() : update.getMessage();
                    throw refused(
                            (folder().isPresent() ? "The repository " + wish.url() : "The Git host")
                                    + " refused the push to " + wish.branch() + ": " + why + ". "
                                    + result.getMessages().strip() + NOTHING,
                            null);
                }
            }
        }
        return true;
    }

    /** The branch's newest commit there, as it was last fetched. */
    private Optional<ObjectId> head(Git git) throws IOException {
        return Optional.ofNullable(git.getRepository().exactRef("refs/remotes/origin/" + wish.branch()))
                .map(Ref::getObjectId);
    }

    private Git open() throws GitAPIException, IOException {
        if (clone.isPresent()) {
            return clone.get();
        }
        Path folder = Files.createTempDirectory("slipway-repository-");
        Git git = Git.init()
                .setDirectory(folder.toFile())
                .setInitialBranch(wish.branch())
                .call();
        clone = Optional.of(git);
        StoredConfig config = git.getRepository().getConfig();
        // The bytes are ours, whatever this machine's Git would make of line ends.
        config.setString("core", null, "autocrlf", "false");
        config.setBoolean("core", null, "filemode", false);
        config.save();
        try {
            git.remoteAdd().setName("origin").setUri(new URIish(wish.url())).call();
        } catch (java.net.URISyntaxException e) {
            throw refused("The url of the repository is none.", e);
        }
        authorised(git.fetch().setRemote("origin")).call();
        return git;
    }

    private <C extends TransportCommand<C, ?>> C authorised(C command) {
        command.setTimeout(TIMEOUT_SECONDS);
        if (wish.password().isPresent()) {
            return secrets.of(wish.password().get())
                    .use(value -> command.setCredentialsProvider(
                            new UsernamePasswordCredentialsProvider(wish.user().orElse("git"), value)));
        }
        return command;
    }

    /** The library's own words, and where they only say that something went wrong, those of what did. */
    private static String words(Exception e) {
        Throwable cause = e.getCause();
        return e instanceof JGitInternalException && cause != null && cause.getMessage() != null
                ? e.getMessage() + ": " + cause.getMessage()
                : String.valueOf(e.getMessage());
    }

    private static SlipwayException refused(String message, @org.jspecify.annotations.Nullable Exception cause) {
        SlipwayException refused = SlipwayException.of(
                ErrorCode.REPOSITORY_REFUSED,
                message,
                "See that it exists, and that the user may read and push to the branch.");
        return cause == null ? refused : refused.causedBy(cause);
    }

    @Override
    public void close() {
        clone.ifPresent(git -> {
            Path folder = git.getRepository().getWorkTree().toPath();
            git.close();
            delete(folder);
        });
        clone = Optional.empty();
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
