package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.TokenDigest;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a project's scripts folder. */
public final class ScriptFolder {
    private static final List<String> ROLLBACK_ENDS = List.of(".rollback.sql", "-rollback.sql", "_rollback.sql");
    private final Path root;
    private final Dialect dialect;
    private final List<Script> scripts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final FileStamps before;
    private final FileStamps stamps = FileStamps.none();
    private final List<String> unchanged = new ArrayList<>();
    private final Instant now;

    private ScriptFolder(Path root, Dialect dialect, FileStamps before, Instant now) {
        this.root = root;
        this.dialect = dialect;
        this.before = before;
        this.now = now;
    }

    /**
     * @param scripts in path order
     * @param unchanged paths of those that were not read since they are as before, with their rollbacks and metadata
     * @param stamps of all files that make up the scripts
     * @param warnings sentences for the scripts' authors
     */
    public record Contents(List<Script> scripts, List<String> unchanged, FileStamps stamps, List<String> warnings) {}

    /**
     * @param root the scripts folder
     * @throws SlipwayException {@code folder-unknown}, {@code script-*}, {@code rollback-without-script}
     */
    public static Contents read(Path root, Dialect dialect) {
        return read(root, dialect, FileStamps.none(), Instant.EPOCH);
    }

    /**
     * Reads what is not as it was.
     *
     * @param before of the files whose scripts need not be read
     * @param now when this begins
     * @throws SlipwayException as {@link #read(Path, Dialect)}
     */
    public static Contents read(Path root, Dialect dialect, FileStamps before, Instant now) {
        if (!Files.isDirectory(root)) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "The scripts folder " + root + " does not exist.",
                    "Create it, or set 'scripts:' in slipway.yaml.");
        }
        ScriptFolder folder = new ScriptFolder(root, dialect, before, now);
        folder.readTop();
        folder.scripts.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.path(), b.path()));
        return new Contents(
                List.copyOf(folder.scripts),
                List.copyOf(folder.unchanged),
                folder.stamps,
                List.copyOf(folder.warnings));
    }

    private void readTop() {
        List<FolderEntry> entries = entries(root, "");
        entries.forEach(FolderEntry::requireOwn);
        FolderMetadata metadata = FolderMetadata.NONE.with(root, ".", warnings::add);
        boolean same = sameMetadata(entries, "");
        for (FolderEntry entry : entries) {
            if (entry.isFolder()) {
                Kind kind = Kind.ofFolder(entry.name()).orElseThrow(() -> unknownFolder(entry.name()));
                readFolder(entry, kind, metadata, same);
            } else if (entry.name().endsWith(".sql")) {
                throw SlipwayException.of(
                                ErrorCode.FOLDER_UNKNOWN,
                                "The script lies in no folder of a kind.",
                                "Move it into one of " + kinds() + ".")
                        .at(Location.of(entry.name()));
            }
        }
    }

    private static SlipwayException unknownFolder(String name) {
        return SlipwayException.of(
                        ErrorCode.FOLDER_UNKNOWN,
                        "The folder '" + name + "' is no kind of script, so its scripts would never run.",
                        "Known are " + kinds() + ". Rename it, or move it out of the scripts folder.")
                .at(Location.of(name));
    }

    private static String kinds() {
        return Arrays.stream(Kind.values()).map(Kind::folder).collect(Collectors.joining(", "));
    }

    /** @param parentSame the metadata of the folders above are as before */
    private void readFolder(FolderEntry folder, Kind kind, FolderMetadata parent, boolean parentSame) {
        List<FolderEntry> entries = entries(folder.file(), folder.path() + "/");
        entries.forEach(FolderEntry::requireOwn);
        FolderMetadata metadata = parent.with(folder.file(), folder.path(), warnings::add);
        boolean same = sameMetadata(entries, folder.path() + "/") && parentSame;
        Map<String, FolderEntry> byName = new HashMap<>();
        entries.forEach(e -> byName.put(e.name(), e));
        for (FolderEntry entry : entries) {
            if (entry.isFolder()) {
                readFolder(entry, kind, metadata, same);
            } else if (!entry.isScript()) {
                if (!entry.name().equals(FolderMetadata.FILE) && !entry.name().endsWith(".md")) {
                    warnings.add(entry.path() + " is no .sql file and is not read.");
                }
            } else if (mainOf(entry, byName).isEmpty()) {
                Optional<FolderEntry> rollback = rollbackFile(entry, byName);
                stamps.add(entry, now);
                rollback.ifPresent(file -> stamps.add(file, now));
                if (same && isAsBefore(entry, rollback)) {
                    unchanged.add(entry.path());
                } else {
                    scripts.add(script(entry, kind, metadata, rollback));
                }
            }
        }
    }

    private boolean sameMetadata(List<FolderEntry> entries, String folder) {
        Optional<FolderEntry> file = entries.stream()
                .filter(entry -> entry.name().equals(FolderMetadata.FILE))
                .findFirst();
        file.ifPresent(there -> stamps.add(there, now));
        return file.map(before::same).orElseGet(() -> !before.has(folder + FolderMetadata.FILE));
    }

    private boolean isAsBefore(FolderEntry script, Optional<FolderEntry> rollback) {
        return before.same(script)
                && rollback.map(before::same)
                        .orElseGet(() -> rollbackNames(script.path()).noneMatch(before::has));
    }

    /** @param script its name or path */
    private static Stream<String> rollbackNames(String script) {
        String stem = script.substring(0, script.length() - ".sql".length());
        return ROLLBACK_ENDS.stream().map(end -> stem + end);
    }

    /** The script that a file is the rollback of; empty when it is a script itself. */
    private static Optional<String> mainOf(FolderEntry file, Map<String, FolderEntry> byName) {
        for (String end : ROLLBACK_ENDS) {
            if (file.name().endsWith(end)) {
                String main = file.name().substring(0, file.name().length() - end.length()) + ".sql";
                if (byName.containsKey(main)) {
                    return Optional.of(main);
                }
                if (end.startsWith(".")) {
                    throw SlipwayException.of(
                                    ErrorCode.ROLLBACK_WITHOUT_SCRIPT,
                                    "This is the rollback of " + main + ", and there is no such script beside it.",
                                    "Restore " + main + ", or remove this file.")
                            .at(Location.of(file.path()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<FolderEntry> rollbackFile(FolderEntry script, Map<String, FolderEntry> byName) {
        List<FolderEntry> found = rollbackNames(script.name())
                .map(byName::get)
                .filter(Objects::nonNull)
                .toList();
        if (found.size() > 1) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_HEADER,
                            "It has more than one rollback: " + found.get(0).name() + " and "
                                    + found.get(1).name() + ".",
                            "Keep one of them.")
                    .at(Location.of(script.path()));
        }
        return found.stream().findFirst();
    }

    private Script script(FolderEntry file, Kind kind, FolderMetadata metadata, Optional<FolderEntry> rollbackFile) {
        String path = file.path();
        ScriptFileReader.Read read = ScriptFileReader.read(file.file(), file.size(), path, dialect);
        if (read.blank()) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_EMPTY,
                            "The script is empty.",
                            "Write its statements, or remove the file. A script that is meant to do nothing says so in a comment.")
                    .at(Location.of(path));
        }
        if (read.rollback().isPresent() && rollbackFile.isPresent()) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_HEADER,
                            "It has a rollback section and a rollback file, "
                                    + rollbackFile.get().name() + ".",
                            "Keep one of them.")
                    .at(Location.of(path));
        }
        String digest = TextDigest.of(read.text().seen(), path);
        List<String> labels = new ArrayList<>(metadata.labels());
        labels.addAll(read.header().labels());
        return new Script(
                path,
                kind,
                metadata.rerunnable().orElse(kind.rerunnable()),
                read.header(),
                labels.stream().distinct().toList(),
                read.header().contexts().or(metadata::contexts),
                metadata.schemaName(),
                read.text().text(),
                digest,
                tokenDigest(read.text().seen(), path),
                rollback(path, read, rollbackFile));
    }

    private Optional<Script.Rollback> rollback(
            String script, ScriptFileReader.Read read, Optional<FolderEntry> rollbackFile) {
        if (rollbackFile.isPresent()) {
            FolderEntry file = rollbackFile.get();
            ScriptFileReader.Read there = ScriptFileReader.read(file.file(), file.size(), file.path(), dialect);
            return Optional.of(rollback(file.path(), there.text(), there.blank()));
        }
        return read.rollback().map(section -> rollback(script, section, read.blankRollback()));
    }

    private static Script.Rollback rollback(String path, ScriptFileReader.Part part, boolean blank) {
        if (blank) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_EMPTY,
                            "The rollback is empty.",
                            "Write its statements, or remove it. A rollback that is meant to do nothing says so in a comment.")
                    .at(Location.of(path));
        }
        return new Script.Rollback(path, part.text(), TextDigest.of(part.seen(), path));
    }

    private String tokenDigest(ScriptText text, String shown) {
        try (Reader reader = text.reader()) {
            return TokenDigest.of(dialect, reader);
        } catch (SplitException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, String.valueOf(e.getMessage()), "")
                    .at(new Location(shown, e.line(), e.column()));
        } catch (UncheckedIOException e) {
            throw unreadable(shown, new IOException(e));
        } catch (IOException e) {
            throw unreadable(shown, e);
        }
    }

    private static SlipwayException unreadable(String shown, IOException e) {
        return SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                .at(Location.of(shown))
                .causedBy(e);
    }

    /**
     * Names that begin with a dot are the tools' own; a script among them is told, for nobody would miss it in time.
     *
     * @param parent path of the folder from the scripts folder on, which ends with a slash unless it is empty
     */
    private List<FolderEntry> entries(Path folder, String parent) {
        List<FolderEntry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                FolderEntry entry = FolderEntry.of(file, parent);
                if (!entry.name().startsWith(".")) {
                    entries.add(entry);
                } else if (entry.isScript() && !entry.isFolder()) {
                    warnings.add(entry.path() + " begins with a dot and is not read.");
                }
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "The folder " + folder + " cannot be listed: " + e.getMessage(),
                            "")
                    .causedBy(e);
        }
        return entries;
    }
}
