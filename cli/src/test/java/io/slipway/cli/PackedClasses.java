package io.slipway.cli;

import io.slipway.database.ScratchFolders;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static PackedClasses make() {
        Path target = Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "target");
        try {
            deleteLeft(target);
            Path folder = target.resolve(FOLDER + ProcessHandle.current().pid());
            // of a process that had the same number
            ScratchFolders.delete(folder);
            return made(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What processes used that have ended. */
    private static void deleteLeft(Path target) throws IOException {
        try (Stream<Path> all = Files.list(target)) {
            all.filter(each -> each.getFileName().toString().matches(FOLDER + "\\d+"))
                    .filter(each -> ProcessHandle.of(
                                    Long.parseLong(each.getFileName().toString().substring(FOLDER.length())))
                            .isEmpty())
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
        boolean trained = trained(classPath, archive);
        return new PackedClasses(
                classPath, trained ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable") : List.of());
    }

    private static Path packed(Path classes, Path folder) {
        Path jar = folder.resolve(classes.toString().replaceAll("[^A-Za-z0-9]+", "-") + ".jar");
        try {
            write(classes, jar);
            return jar;
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
