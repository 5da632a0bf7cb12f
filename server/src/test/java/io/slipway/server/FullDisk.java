package io.slipway.server;

import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A disk that fills up while one file is written: a small one mounted over the file's folder where this user may do
 * that, else a device that is always full.
 */
final class FullDisk implements AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/full");
    private final Path folder;
    private final boolean mounted;

    private FullDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** @param file in a folder that exists */
    static FullDisk at(Path file) throws IOException, InterruptedException {
        Path folder = file.toAbsolutePath().getParent();
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder.toString());
        if (!mounted && !Files.exists(DEVICE)) {
            Skips.outLoud("a full disk: nothing can be mounted here, and there is no " + DEVICE);
        }
        if (!mounted) {
            Files.createSymbolicLink(file, DEVICE);
        }
        return new FullDisk(folder, mounted);
    }

    /** Names of what lies on it. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted && !run("umount", folder.toString())) {
            throw new IOException(folder + " cannot be unmounted");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
