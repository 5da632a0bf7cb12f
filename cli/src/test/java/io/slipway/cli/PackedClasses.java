package io.slipway.cli;

import io.slipway.database.ScratchFolders;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of this build as the launcher starts them: from jars, with an archive of those that a start needs. A
 * process takes a quarter of the processor's time then, and tests start hundreds.
 *
 * @param options for Java
 */
record PackedClasses(String classPath, List<String> options) {
    private static final String FOLDER = "packed-classes-";
    private static final long LONGEST_TRAINING_SECONDS = 120;

    private static final class Made {
        private static final PackedClasses ONCE = make();
    }

    static PackedClasses get() {
        return Made.ONCE;
    }

    /** Both processes that run tests have the same parent, and use what the first of them made. */
    private static PackedClasses make() {
        Path target = Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "target");
        Path folder = target.resolve(FOLDER
                + ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                deleteOthers(target, folder);
                return made(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteOthers(Path target, Path folder) throws IOException {
        try (Stream<Path> earlier = Files.list(target)) {
            earlier.filter(each -> each.getFileName().toString().startsWith(FOLDER) && !each.equals(folder))
                    .forEach(ScratchFolders::delete);
        }
    }

    private static PackedClasses made(Path folder) throws IOException {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classPath = Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .map(entry -> Files.isDirectory(entry) ? packed(entry, folder) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path archive = folder.resolve("classes.jsa");
        boolean trained = Files.exists(archive) || trained(classPath, archive);
        return new PackedClasses(
                classPath, trained ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable") : List.of());
    }

    private static Path packed(Path classes, Path folder) {
        Path jar = folder.resolve(classes.toString().replaceAll("[^A-Za-z0-9]+", "-") + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        Path part = jar.resolveSibling(jar.getFileName() + ".part");
        try {
            write(classes, part);
            return Files.move(part, jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the folders, as Maven writes them: who looks for the classes of a package asks for its folder. */
    private static void write(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each :
                    files.filter(path -> !path.equals(classes)).sorted().toList()) {
                String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
                boolean folder = Files.isDirectory(each);
                out.putNextEntry(new JarEntry(folder ? name + "/" : name));
                if (!folder) {
                    Files.copy(each, out);
                }
                out.closeEntry();
            }
        }
    }

    /** Whether it worked: without an archive everything runs too, and takes its time. */
    private static boolean trained(String classPath, Path archive) throws IOException {
        Process training = new ProcessBuilder(
                        CommandProcess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:disable",
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-cp",
                        classPath,
                        Warmup.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return training.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS) && Files.exists(archive);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            training.destroyForcibly();
        }
    }
}
