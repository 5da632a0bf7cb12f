package io.slipway.store.schema;

import io.slipway.database.Products;
import io.slipway.release.digest.Sha256;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Run by the build: packages the schema for every database that the server can live in. Each run starts from nothing,
 * since a change is known by its id and text: a database of an older Slipway takes what it lacks.
 */
public final class SchemaPackagingMain {
    private SchemaPackagingMain() {}

    /** @param arguments the scripts folder, the folder for the artifacts, a folder to work in */
    public static void main(String[] arguments) throws IOException {
        Path scripts = Path.of(arguments[0]).toAbsolutePath();
        Path output = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        Path work = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        String inputs = digest(scripts);
        Path made = work.resolve("made-from");
        if (upToDate(output, made, inputs)) {
            return;
        }
        for (String database : SchemaProject.DATABASES) {
            Path file = pack(database, scripts, work.resolve(database));
            Files.move(file, output.resolve(SchemaProject.artifact(database)), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(made, inputs, StandardCharsets.US_ASCII);
    }

    private static boolean upToDate(Path output, Path made, String inputs) throws IOException {
        for (String database : SchemaProject.DATABASES) {
            if (!Files.exists(output.resolve(SchemaProject.artifact(database)))) {
                return false;
            }
        }
        return Files.exists(made)
                && Files.readString(made, StandardCharsets.US_ASCII).equals(inputs);
    }

    private static Path pack(String database, Path scripts, Path work) throws IOException {
        Path artifacts = work.resolve("artifacts");
        if (Files.exists(artifacts)) {
            delete(artifacts);
        }
        Files.createDirectories(artifacts);
        Packaging packaging = new Packaging(
                Products.all(Clock.systemUTC()).named(database), Map.of(), Progress.NONE, new Cancellation());
        PackageResult result = packaging.run(new PackageRequest(
                SchemaProject.of(database, work, scripts, artifacts, Map.of()),
                SchemaProject.PIPELINE,
                Optional.empty()));
        if (result instanceof PackageResult.Packaged packaged) {
            return packaged.artifact();
        }
        throw new IllegalStateException("there are no scripts in " + scripts);
    }

    private static String digest(Path scripts) throws IOException {
        MessageDigest digest = Sha256.start();
        try (Stream<Path> files = Files.walk(scripts)) {
            List<Path> ordered = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : ordered) {
                digest.update(scripts.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
