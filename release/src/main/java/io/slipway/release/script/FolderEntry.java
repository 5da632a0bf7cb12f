package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file or folder of the scripts folder. The file system is asked about it once, however much is then found out.
 *
 * @param name its last part
 * @param path from the scripts folder on, with slashes
 * @param attributes its own, not those of what a link leads to; empty when there are none to be had
 */
record FolderEntry(Path file, String name, String path, Optional<BasicFileAttributes> attributes) {
    private static final int SHOWN = 100;

    /** @param parent path of its folder, which ends with a slash unless it is empty */
    static FolderEntry of(Path file, String parent) {
        String name = file.getFileName().toString();
        return new FolderEntry(file, name, parent + name, attributesOf(file));
    }

    private static Optional<BasicFileAttributes> attributesOf(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Links that lead to a folder are folders too, until they are refused. */
    boolean isFolder() {
        return is(BasicFileAttributes::isDirectory) || isLink() && Files.isDirectory(file);
    }

    boolean isScript() {
        return name.toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    /** In bytes. */
    long size() {
        return attributes.map(BasicFileAttributes::size).orElse(0L);
    }

    /** What is read must be the project's own, and its path one that every machine can have. */
    void requireOwn() {
        boolean read = isFolder() || isScript() || name.equals(FolderMetadata.FILE);
        if (!read) {
            return;
        }
        ScriptPath.problem(path).ifPresent(problem -> {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_PATH,
                            "Its path " + problem + ".",
                            "Rename it, or move it out of the scripts folder.")
                    .at(Location.of(shownSafely(path)));
        });
        if (isLink()) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "It is a symbolic link, and what it leads to may be another thing on another machine.",
                            "Put the file or folder itself here, or move the link out of the scripts folder.")
                    .at(Location.of(path));
        }
        if (!is(BasicFileAttributes::isRegularFile) && (name.equals(FolderMetadata.FILE) || !isFolder())) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            "It is no plain file (perhaps a pipe, a socket or a device), so it cannot be read twice.",
                            "Replace it by a file, or move it out of the scripts folder.")
                    .at(Location.of(path));
        }
    }

    private boolean isLink() {
        return is(BasicFileAttributes::isSymbolicLink);
    }

    private boolean is(Predicate<BasicFileAttributes> kind) {
        return attributes.filter(kind).isPresent();
    }

    /** A path that is refused, fit for one line of a terminal. */
    private static String shownSafely(String path) {
        String line = path.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : "…" + line.substring(line.length() - SHOWN);
    }
}
