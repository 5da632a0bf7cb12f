package io.slipway.server.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Folders that hold a project for as long as one verb needs it. */
final class Folders {
    private Folders() {}

    /** With all that is in it; one that is not there is no fault. Links are not followed. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }

    /** Writes files, which were looked at: none leaves the folder. */
    static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey()).normalize();
            if (!path.startsWith(folder)) {
                throw new IOException("a file leaves its folder: " + file.getKey());
            }
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
    }
}
