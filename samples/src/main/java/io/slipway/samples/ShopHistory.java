package io.slipway.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * The sample shop as a real Git repository that grows step by step. The same steps give the same commit ids on every
 * machine, whatever its Git settings. Files that are not the shop's, such as {@code slipway.yaml}, are left alone.
 *
 * <p>For one thread. Errors of the file system come as {@link UncheckedIOException}.
 */
public final class ShopHistory {
    private final Path directory;
    private int taken;

    private ShopHistory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes an empty repository with the branch {@code main}; the directory is made if needed.
     *
     * @throws IllegalStateException if the directory is a repository already
     */
    public static ShopHistory create(Path directory) {
        if (Files.exists(directory.resolve(Constants.DOT_GIT))) {
            throw new IllegalStateException(directory + " is a Git repository already");
        }
        try {
            Files.createDirectories(directory);
            try (Git git = Git.init()
                    .setDirectory(directory.toFile())
                    .setInitialBranch("main")
                    .call()) {
                StoredConfig config = git.getRepository().getConfig();
                config.setBoolean("core", null, "autocrlf", false);
                config.save();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException("Cannot make a Git repository in " + directory, e);
        }
        return new ShopHistory(directory);
    }

    /** The working tree of the repository. */
    public Path directory() {
        return directory;
    }

    /** The step that comes next; none after the last. */
    public Optional<Step> next() {
        return Arrays.stream(Step.values()).skip(taken).findFirst();
    }

    /**
     * Writes the files of a step and commits them.
     *
     * @return the ids of the new commits, oldest first
     * @throws IllegalStateException if it is not this step's turn
     */
    public List<String> advance(Step step) {
        if (!next().equals(Optional.of(step))) {
            throw new IllegalStateException(
                    step + " is not the next step: " + next().map(Step::name).orElse("all are taken"));
        }
        List<String> ids = new ArrayList<>();
        try (Git git = Git.open(directory.toFile())) {
            for (SampleCommit commit : step.commits()) {
                write(git.getRepository(), step, commit.files());
                ids.add(commit(git, commit));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException("Cannot commit " + step + " in " + directory, e);
        }
        taken++;
        return List.copyOf(ids);
    }

    /** Goes to the index directly: adding by path would depend on the user's ignore rules and filters. */
    private void write(Repository repository, Step step, List<String> paths) throws IOException {
        DirCache index = repository.lockDirCache();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCacheEditor editor = index.editor();
            for (String path : paths) {
                byte[] text = ShopFiles.read(step, path);
                Path file = directory.resolve(path);
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.write(file, text);
                editor.add(new Entry(path, inserter.insert(Constants.OBJ_BLOB, text), text.length));
            }
            inserter.flush();
            editor.commit();
        } finally {
            index.unlock();
        }
    }

    private static String commit(Git git, SampleCommit commit) throws GitAPIException {
        PersonIdent person = new PersonIdent(
                commit.author().fullName(),
                commit.author().email(),
                commit.at().toInstant(),
                commit.at().getOffset());
        return git.commit()
                .setAuthor(person)
                .setCommitter(person)
                .setMessage(commit.message() + "\n")
                .setSign(false)
                .setNoVerify(true)
                .call()
                .name();
    }

    private static final class Entry extends DirCacheEditor.PathEdit {
        private final ObjectId text;
        private final int length;

        Entry(String path, ObjectId text, int length) {
            super(path);
            this.text = text;
            this.length = length;
        }

        @Override
        public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(text);
            entry.setLength(length);
        }
    }
}
