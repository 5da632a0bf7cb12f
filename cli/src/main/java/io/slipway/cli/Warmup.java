package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.database.Products;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactWriter;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.script.ScriptText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What the launcher runs once, in the background, for the Java virtual machine to learn which classes a start needs.
 * The classes are then read from an archive, already parsed and verified. A small project goes the whole way, so that the
 * archive also has what Java makes only as it runs; what that does not come by is loaded by name.
 */
final class Warmup {
    /** Jars of which every class goes into the archive; of the others, what the small project uses. */
    private static final List<String> WHOLE = List.of("slipway-", "jackson-", "postgresql-", "snakeyaml-");

    public static void main(String[] args) throws IOException {
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = new File(jar).getName();
            if (WHOLE.stream().anyMatch(name::startsWith)) {
                loadAll(jar);
            }
        }
        Path folder = Files.createTempDirectory("slipway-warmup");
        try {
            rehearse(folder);
        } finally {
            delete(folder);
        }
        CliMain.main(new String[] {"--help"});
    }

    private static void rehearse(Path folder) throws IOException {
        run(folder, "init", "--database", "sqlite", "--name", "warmup");
        Path scripts = Files.createDirectories(folder.resolve("sql").resolve("ddl"));
        Files.writeString(scripts.resolve("1.sql"), "CREATE TABLE warm (id integer PRIMARY KEY);\n");
        Files.writeString(scripts.resolve("1.rollback.sql"), "DROP TABLE warm;\n");
        Files.writeString(scripts.resolve("2.sql"), "CREATE TABLE warmer (id integer PRIMARY KEY);\n");
        run(folder, "package");
        run(folder, "forecast", "latest", "--to", "dev");
        run(folder, "deploy", "latest", "--to", "dev");
        toPostgres(folder);
        Files.writeString(scripts.resolve("3.sql"), "CREATE TABLE warmest (id integer PRIMARY KEY);\n");
        run(folder, "package");
        run(folder, "deploy", "latest", "--to", "dev");
        run(folder, "deploy", "latest", "--to", "dev", "--output", "json");
        run(folder, "status");
        run(folder, "history", "dev");
    }

    /** The first artifact, as if it were for PostgreSQL. */
    private static void toPostgres(Path folder) throws IOException {
        Path other = Files.createDirectories(folder.resolve("postgres"));
        Path sqlite = store(folder).file("warmup", "1.0.0");
        try (Artifact artifact = ArtifactReader.open(sqlite, Limits.DEFAULT);
                PretendedPostgres server = new PretendedPostgres()) {
            new ArtifactWriter(Optional.empty(), Limits.DEFAULT)
                    .write(contents(artifact), store(other).file("warmup", "1.0.0"));
            Files.writeString(other.resolve("password"), "warm");
            Files.writeString(other.resolve("slipway.yaml"), """
                    project: warmup
                    database: postgresql
                    environments:
                      dev: { url: "jdbc:postgresql://127.0.0.1:%d/warm", user: warm, password: "${file:password}" }
                    """.formatted(server.port()));
            run(other, "deploy", "latest", "--to", "dev");
            run(other, "deploy", "latest", "--to", "dev");
            run(other, "status");
        }
    }

    private static ArtifactStore store(Path folder) {
        return new ArtifactStore(folder.resolve("artifacts"), Limits.DEFAULT);
    }

    private static ArtifactContents contents(Artifact artifact) {
        Manifest of = artifact.manifest();
        Map<String, ScriptText> texts = new HashMap<>();
        Map<String, ScriptText> rollbacks = new HashMap<>();
        for (Change change : of.changes()) {
            texts.put(change.digest(), artifact.text(change));
            artifact.rollback(change)
                    .ifPresent(text -> rollbacks.put(change.rollback().orElseThrow(), text));
        }
        Manifest manifest = new Manifest(
                of.formatVersion(),
                of.project(),
                "postgresql",
                of.pipeline(),
                of.version(),
                of.parent(),
                of.parentVersion(),
                of.firstNew(),
                of.commit(),
                of.renames(),
                of.changes());
        return new ArtifactContents(manifest, artifact.proof(), artifact.schema(), texts, rollbacks);
    }

    private static void run(Path folder, String... words) {
        String[] arguments = Stream.concat(Stream.of(words), Stream.of("-C", folder.toString()))
                .toArray(String[]::new);
        // without the environment: what is set there is meant for somebody's own commands
        Clock clock = Clock.systemUTC();
        Wiring wiring = new Wiring(Map.of(), clock, new Cancellation(), Console.ofProcess(), Products.all(clock));
        RootCommand.commandLine(wiring).execute(arguments);
    }

    private static void loadAll(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            file.stream().map(JarEntry::getName).filter(Warmup::isClass).forEach(Warmup::load);
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("-info.class") && !name.startsWith("META-INF/");
    }

    private static void load(String name) {
        try {
            Class.forName(
                    name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                    false,
                    Warmup.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // The archive is an optimisation: what can't be loaded is not in it.
            return;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // what is still open somewhere stays in the system's folder for such files
            return;
        }
    }

    private Warmup() {}
}
