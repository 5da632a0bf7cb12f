package io.slipway.database.postgresql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where embedded servers keep their files: places that are one user's alone. */
final class Folders {
    private static final long ROOM = 2L << 30;

    private Folders() {}

    /** What all projects of this user share: unpacked server programs. */
    static Path user() throws IOException {
        List<String> homes = new ArrayList<>();
        // Java takes the home folder from the user database, where service users have one that is not there
        homes.add(System.getenv("HOME"));
        homes.add(System.getProperty("user.home"));
        List<Path> caches = new ArrayList<>();
        String cache = System.getenv("XDG_CACHE_HOME");
        if (cache != null && !cache.isBlank()) {
            caches.add(Path.of(cache));
        }
        homes.stream()
                .filter(home -> home != null && Files.isWritable(Path.of(home)))
                .forEach(home -> caches.add(Path.of(home, ".cache")));
        for (Path candidate : caches) {
            Path folder = candidate.resolve("slipway");
            if (usable(folder)) {
                return folder;
            }
        }
        return passing();
    }

    private static boolean usable(Path folder) {
        try {
            makePrivate(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder for servers that live no longer than their process: in memory where there is room. */
    static Path passing() throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean roomy = Files.isDirectory(memory)
                && Files.isWritable(memory)
                && Files.getFileStore(memory).getUsableSpace() > ROOM;
        Path base = roomy ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        Path folder = base.resolve("slipway-" + user);
        makePrivate(folder);
        // Somebody else may have been there first, in a folder where everybody may write.
        if (posix(folder) && !Files.getOwner(folder).getName().equals(System.getProperty("user.name"))) {
            folder = Files.createTempDirectory("slipway-");
        }
        return folder;
    }

    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root of a file system is no place for this: " + path);
        }
        return parent;
    }

    /** Makes a folder, its parents too, that nobody else can look into. */
    static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = parent(folder);
        Files.createDirectories(parent);
        if (posix(parent)) {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, owner);
        } else {
            Files.createDirectories(folder);
        }
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    /** Takes a lock that ends with the process; empty when another process, or another server in this one, has it. */
    static Optional<FileLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this process: the same answer.
        }
        channel.close();
        return Optional.empty();
    }

    static void unlock(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            return;
        }
    }

    static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An empty file that stays does no harm.
            return;
        }
    }

    /** Deletes a folder with all it holds, as far as possible. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A server that is just ending deletes its own files.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
