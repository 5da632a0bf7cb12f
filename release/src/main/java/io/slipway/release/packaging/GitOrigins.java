package io.slipway.release.packaging;

import io.slipway.release.artifact.Origin;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/** What Git knows of the scripts: who last touched each, and which were moved. Without Git, nothing is known. */
final class GitOrigins {

    /**
     * @param commit of HEAD
     * @param origins path → origin, for the scripts asked for that are committed
     */
    record Found(Optional<String> commit, Map<String, Origin> origins) {
        static final Found NOTHING = new Found(Optional.empty(), Map.of());
    }

    private GitOrigins() {}

    /** Scripts that were moved between a commit and HEAD. */
    static Map<String, String> moves(Path scripts, Optional<String> since) {
        if (since.isEmpty()) {
            return Map.of();
        }
        try (Repository repository = open(scripts)) {
            String prefix = prefix(repository, scripts);
            if (!shallow(repository).isEmpty()
                    && !repository.getObjectDatabase().has(ObjectId.fromString(since.get()))) {
                throw tooShallow(
                        "whether scripts were moved since commit " + since.get().substring(0, 12));
            }
            try (RevWalk walk = new RevWalk(repository);
                    DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
                ObjectId head = repository.resolve("HEAD^{tree}");
                ObjectId then = repository.resolve(since.get() + "^{tree}");
                if (head == null || then == null) {
                    return Map.of();
                }
                diff.setRepository(repository);
                diff.setDetectRenames(true);
                Map<String, String> moves = new HashMap<>();
                for (DiffEntry entry : diff.scan(then, head)) {
                    if (entry.getChangeType() == DiffEntry.ChangeType.RENAME
                            && entry.getNewPath().startsWith(prefix)
                            && entry.getOldPath().startsWith(prefix)) {
                        moves.put(
                                entry.getNewPath().substring(prefix.length()),
                                entry.getOldPath().substring(prefix.length()));
                    }
                }
                return moves;
            }
        } catch (NoRepository | IOException e) {
            return Map.of();
        }
    }

    /** Who last touched each of {@code paths} (relative to the scripts folder): one walk through the history. */
    static Found find(Path scripts, Set<String> paths) {
        try (Repository repository = open(scripts)) {
            ObjectId head = repository.resolve("HEAD");
            if (head == null) {
                return Found.NOTHING;
            }
            String prefix = prefix(repository, scripts);
            return new Found(Optional.of(head.name()), walk(repository, head, prefix, paths));
        } catch (NoRepository | IOException e) {
            return Found.NOTHING;
        }
    }

    private static Map<String, Origin> walk(Repository repository, ObjectId head, String prefix, Set<String> paths)
            throws IOException {
        Map<String, Origin> origins = new HashMap<>();
        Set<String> wanted = new HashSet<>();
        paths.forEach(path -> wanted.add(prefix + path));
        if (wanted.isEmpty()) {
            return origins;
        }
        try (RevWalk walk = new RevWalk(repository);
                DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
            diff.setRepository(repository);
            diff.setPathFilter(PathFilterGroup.createFromStrings(List.copyOf(wanted)));
            walk.sort(RevSort.COMMIT_TIME_DESC);
            walk.markStart(walk.parseCommit(head));
            Set<ObjectId> cut = shallow(repository);
            for (RevCommit commit : walk) {
                if (wanted.isEmpty()) {
                    break;
                }
                for (DiffEntry entry : touched(walk, diff, commit)) {
                    if (wanted.remove(entry.getNewPath())) {
                        if (cut.contains(commit)) {
                            throw tooShallow("who wrote " + entry.getNewPath());
                        }
                        origins.put(entry.getNewPath().substring(prefix.length()), origin(commit));
                    }
                }
            }
        }
        return origins;
    }

    private static List<DiffEntry> touched(RevWalk walk, DiffFormatter diff, RevCommit commit) throws IOException {
        if (commit.getParentCount() == 0) {
            return diff.scan(null, commit.getTree());
        }
        if (commit.getParentCount() > 1) {
            // what a merge brings was written in the commits it merges
            return new ArrayList<>();
        }
        return diff.scan(walk.parseCommit(commit.getParent(0)).getTree(), commit.getTree());
    }

    /** Commits whose parents were not fetched: everything in them looks as if they had written it. */
    private static Set<ObjectId> shallow(Repository repository) throws IOException {
        return repository.getObjectDatabase().getShallowCommits();
    }

    /** A full clone would give another artifact, and the same inputs are to give the same bytes. */
    private static SlipwayException tooShallow(String question) {
        return SlipwayException.of(
                ErrorCode.GIT_SHALLOW,
                "This Git clone is shallow, and its history does not reach back far enough to say " + question + ".",
                "Run 'git fetch --unshallow' (GitHub Actions: fetch-depth: 0), and package again.");
    }

    private static Origin origin(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                author.getWhenAsInstant().atZone(author.getZoneId()).withFixedOffsetZone());
        return new Origin(
                commit.name(), author.getName(), author.getEmailAddress(), commit.getShortMessage(), normal(time));
    }

    /** UTC is written {@code Z} whatever the zone was called. */
    private static String normal(String time) {
        return time.endsWith("+00:00") ? time.substring(0, time.length() - 6) + ZoneOffset.UTC.getId() : time;
    }

    private static Repository open(Path scripts) throws IOException, NoRepository {
        FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(scripts.toFile());
        if (builder.getGitDir() == null) {
            throw new NoRepository();
        }
        return builder.build();
    }

    private static String prefix(Repository repository, Path scripts) throws IOException {
        if (repository.isBare()) {
            return "";
        }
        Path top = repository.getWorkTree().toPath().toRealPath();
        String relative = top.relativize(scripts.toRealPath()).toString().replace('\\', '/');
        return relative.isEmpty() ? "" : relative + "/";
    }

    private static final class NoRepository extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
