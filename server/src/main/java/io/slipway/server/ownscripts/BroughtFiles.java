package io.slipway.server.ownscripts;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.notification.AddressGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Takes scripts in from wherever people have them: files, a zip, a repository. */
public final class BroughtFiles {
    private static final int LARGEST_UPLOAD = 20 << 20;
    private final AddressGuard guard;
    private final Path folder;

    /** @param guard which repositories may be reached */
    public BroughtFiles(AddressGuard guard, Path folder) {
        this.guard = guard;
        this.folder = folder;
    }

    /** What whoever brings scripts is told on their page. */
    public static ErrorCode[] told() {
        return new ErrorCode[] {
            ErrorCode.REQUEST_INVALID,
            ErrorCode.REQUEST_TOO_LARGE,
            ErrorCode.ADDRESS_REFUSED,
            ErrorCode.REPOSITORY_REFUSED,
            ErrorCode.LAB_UNAVAILABLE,
            ErrorCode.LAB_BUSY
        };
    }

    /** @throws SlipwayException {@code request-too-large}, asked before the file is read */
    public static void refuseLarge(long bytes) {
        if (bytes > LARGEST_UPLOAD) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "A file that is uploaded has at most " + (LARGEST_UPLOAD >> 20) + " MB, and this one has "
                            + (bytes >> 20) + ".",
                    "Leave what loads data out.");
        }
    }

    /**
     * Files as they were uploaded: one zip, or scripts.
     *
     * @throws SlipwayException {@code request-invalid}, {@code request-too-large}
     */
    public static Brought of(Map<String, byte[]> uploaded) {
        Map<String, String> files = new LinkedHashMap<>();
        uploaded.forEach((name, bytes) -> {
            if (name.toLowerCase(java.util.Locale.ROOT).endsWith(".zip")) {
                files.putAll(ScriptsFolder.unzipped(bytes));
            } else {
                files.put(name, Brought.wanted(name) ? ScriptsFolder.text(name, bytes) : "");
            }
        });
        return Brought.of(files);
    }

    /**
     * The scripts of a repository's newest commit.
     *
     * @throws SlipwayException {@code address-refused}, {@code repository-refused}, {@code request-invalid}
     */
    public Brought cloned(String url) {
        if (url.isBlank()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "There are no scripts.", "Paste, upload or name them.");
        }
        Path place = folder.resolve("git-" + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            new GuardedClone(guard).into(place, url);
            return Brought.of(read(place));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ScriptsFolder.delete(place);
        }
    }

    private static Map<String, String> read(Path place) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(place)) {
            all = walk.filter(path -> !place.relativize(path).startsWith(".git"))
                    .filter(path -> Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path path : all) {
            String name = place.relativize(path).toString().replace('\\', '/');
            files.put(name, Brought.wanted(name) ? ScriptsFolder.text(name, Files.readAllBytes(path)) : "");
        }
        return files;
    }

    /** A project's scripts folder in Slipway's layout, to be a repository's first commit. */
    public static byte[] zipped(Map<String, String> files) {
        return ScriptsFolder.zipped(files);
    }
}
