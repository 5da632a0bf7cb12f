package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.TokenDigest;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a project's scripts folder. */
public final class ScriptFolder {
    private static final List<String> ROLLBACK_ENDS = List.of(".rollback.sql", "-rollback.sql", "_rollback.sql");
    private static final int SHOWN = 100;
    private final Path root;
    private final Dialect dialect;
    private final List<Script> scripts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ScriptFolder(Path root, Dialect dialect) {
        this.root = root;
        this.dialect = dialect;
    }

    /**
     * @param scripts in path order
     * @param warnings sentences for the scripts' authors
     */
    public record Contents(List<Script> scripts, List<String> warnings) {}

    /**
     * @param root the scripts folder
     * @throws SlipwayException {@code folder-unknown}, {@code script-*}, {@code rollback-without-script}
     */
    public static Contents read(Path root, Dialect dialect) {
        if (!Files.isDirectory(root)) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "The scripts folder " + root + " does not exist.",
                    "Create it, or set 'scripts:' in slipway.yaml.");
        }
        ScriptFolder folder = new ScriptFolder(root, dialect);
        folder.readTop();
        folder.scripts.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.path(), b.path()));
        return new Contents(List.copyOf(folder.scripts), List.copyOf(folder.warnings));
    }

    private void readTop() {
        List<Path> entries = entries(root);
        entries.forEach(this::requireOwn);
        FolderMetadata metadata = FolderMetadata.NONE.with(root, ".", warnings::add);
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                Kind kind = Kind.ofFolder(name).orElseThrow(() -> unknownFolder(name));
                readFolder(entry, kind, metadata);
            } else if (name.endsWith(".sql")) {
                throw SlipwayException.of(
                                ErrorCode.FOLDER_UNKNOWN,
                                "The script lies in no folder of a kind.",
                                "Move it into one of " + kinds() + ".")
                        .at(Location.of(name));
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

    private void readFolder(Path folder, Kind kind, FolderMetadata parent) {
        List<Path> entries = entries(folder);
        entries.forEach(this::requireOwn);
        FolderMetadata metadata = parent.with(folder, shown(folder), warnings::add);
        Set<String> names = new HashSet<>();
        entries.forEach(e -> names.add(e.getFileName().toString()));
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                readFolder(entry, kind, metadata);
            } else if (!isScript(name)) {
                if (!name.equals(FolderMetadata.FILE) && !name.endsWith(".md")) {
                    warnings.add(shown(entry) + " is no .sql file and is not read.");
                }
            } else if (mainOf(entry, names).isEmpty()) {
                scripts.add(script(entry, kind, metadata, rollbackFile(entry, names)));
            }
        }
    }

    /** What is read must be the project's own, and its path one that every machine can have. */
    private void requireOwn(Path entry) {
        String name = entry.getFileName().toString();
        boolean read = Files.isDirectory(entry) || isScript(name) || name.equals(FolderMetadata.FILE);
        if (!read) {
            return;
        }
        String shown = shown(entry);
        ScriptPath.problem(shown).ifPresent(problem -> {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_PATH,
                            "Its path " + problem + ".",
                            "Rename it, or move it out of the scripts folder.")
                    .at(Location.of(shownSafely(shown)));
        });
        if (Files.isSymbolicLink(entry)) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "It is a symbolic link, and what it leads to may be another thing on another machine.",
                            "Put the file or folder itself here, or move the link out of the scripts folder.")
                    .at(Location.of(shown));
        }
        if (name.equals(FolderMetadata.FILE) || !Files.isDirectory(entry)) {
            requireFile(entry, shown);
        }
    }

    private static void requireFile(Path entry, String shown) {
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "It is no plain file (perhaps a pipe, a socket or a device), so it cannot be read twice.",
                            "Replace it by a file, or move it out of the scripts folder.")
                    .at(Location.of(shown));
        }
    }

    private static boolean isScript(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    /** A path that is refused, fit for one line of a terminal. */
    private static String shownSafely(String path) {
        String line = path.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : "…" + line.substring(line.length() - SHOWN);
    }

    /** The script that a file is the rollback of; empty when it is a script itself. */
    private Optional<String> mainOf(Path file, Set<String> names) {
        String name = file.getFileName().toString();
        for (String end : ROLLBACK_ENDS) {
            if (name.endsWith(end)) {
                String main = name.substring(0, name.length() - end.length()) + ".sql";
                if (names.contains(main)) {
                    return Optional.of(main);
                }
                if (end.startsWith(".")) {
                    throw SlipwayException.of(
                                    ErrorCode.ROLLBACK_WITHOUT_SCRIPT,
                                    "This is the rollback of " + main + ", and there is no such script beside it.",
                                    "Restore " + main + ", or remove this file.")
                            .at(Location.of(shown(file)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Path> rollbackFile(Path script, Set<String> names) {
        String name = script.getFileName().toString();
        String stem = name.substring(0, name.length() - ".sql".length());
        List<Path> found = ROLLBACK_ENDS.stream()
                .map(end -> stem + end)
                .filter(names::contains)
                .map(script::resolveSibling)
                .toList();
        if (found.size() > 1) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_HEADER,
                            "It has more than one rollback: " + found.get(0).getFileName() + " and "
                                    + found.get(1).getFileName() + ".",
                            "Keep one of them.")
                    .at(Location.of(shown(script)));
        }
        return found.stream().findFirst();
    }

    private Script script(Path file, Kind kind, FolderMetadata metadata, Optional<Path> rollbackFile) {
        String shown = shown(file);
        ScriptFileReader.Read read = ScriptFileReader.read(file, shown, dialect);
        if (read.blank()) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_EMPTY,
                            "The script is empty.",
                            "Write its statements, or remove the file. A script that is meant to do nothing says so in a comment.")
                    .at(Location.of(shown));
        }
        if (read.rollback().isPresent() && rollbackFile.isPresent()) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_HEADER,
                            "It has a rollback section and a rollback file, "
                                    + rollbackFile.get().getFileName() + ".",
                            "Keep one of them.")
                    .at(Location.of(shown));
        }
        String digest = digest(read.text(), shown);
        List<String> labels = new ArrayList<>(metadata.labels());
        labels.addAll(read.header().labels());
        return new Script(
                shown,
                kind,
                metadata.rerunnable().orElse(kind.rerunnable()),
                read.header(),
                labels.stream().distinct().toList(),
                read.header().contexts().or(metadata::contexts),
                metadata.schemaName(),
                read.text(),
                digest,
                tokenDigest(read.text(), shown),
                rollback(read, rollbackFile, shown));
    }

    private Optional<Script.Rollback> rollback(ScriptFileReader.Read read, Optional<Path> file, String shown) {
        if (file.isPresent()) {
            String rollbackShown = shown(file.get());
            ScriptFileReader.Read rollback = ScriptFileReader.read(file.get(), rollbackShown, dialect);
            return Optional.of(
                    new Script.Rollback(rollbackShown, rollback.text(), digest(rollback.text(), rollbackShown)));
        }
        return read.rollback().map(text -> new Script.Rollback(shown, text, digest(text, shown)));
    }

    private static String digest(ScriptText text, String shown) {
        return TextDigest.of(text, shown);
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

    private String shown(Path file) {
        String path = root.relativize(file).toString();
        // elsewhere a backslash is part of a name
        return File.separatorChar == '\\' ? path.replace('\\', '/') : path;
    }

    private static boolean hasDot(Path entry) {
        return entry.getFileName().toString().startsWith(".");
    }

    /** Names that begin with a dot are the tools' own; a script among them is told, for nobody would miss it in time. */
    private List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.sorted().toList();
            all.stream()
                    .filter(e -> hasDot(e) && isScript(e.getFileName().toString()) && !Files.isDirectory(e))
                    .forEach(e -> warnings.add(shown(e) + " begins with a dot and is not read."));
            return all.stream().filter(e -> !hasDot(e)).toList();
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "The folder " + folder + " cannot be listed: " + e.getMessage(),
                            "")
                    .causedBy(e);
        }
    }
}
