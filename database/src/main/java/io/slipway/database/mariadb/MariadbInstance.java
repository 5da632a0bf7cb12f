package io.slipway.database.mariadb;

import io.slipway.database.ScratchFolders;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A private server for one packaging, made with the MariaDB that is installed on this machine. */
final class MariadbInstance implements Closeable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String HELP =
            "Give the project a reference: { url, user, password } of a server where databases may be made, or install"
                    + " MariaDB's server on this machine.";

    /** Ends the server when the pipe on standard input closes, that is, however this process ends. */
    private static final String WATCH = """
            "$@" &
            server=$!
            trap '' INT TERM HUP
            read -r line
            kill "$server"
            wait "$server"
            """;

    private final Process process;
    private final Path folder;
    private final Address address;

    private MariadbInstance(Process process, Path folder, Address address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /** @throws SlipwayException {@code reference-unavailable} */
    static MariadbInstance start(Path cache) {
        Path server = program("mariadbd");
        Path installDb = program("mariadb-install-db");
        Path folder;
        try {
            folder = ScratchFolders.create(cache.resolve("mariadb").toAbsolutePath());
        } catch (IOException e) {
            throw unavailable("cannot write to the cache folder " + cache + ": " + e.getMessage());
        }
        try {
            return start(server, installDb, folder);
        } catch (IOException e) {
            ScratchFolders.delete(folder);
            throw unavailable("the installed MariaDB does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ScratchFolders.delete(folder);
            throw unavailable("interrupted while the installed MariaDB started");
        }
    }

    Address address() {
        return address;
    }

    private static MariadbInstance start(Path server, Path installDb, Path folder)
            throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        List<String> install = command(installDb, data);
        install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        Process installing = launch(install, log);
        if (!installing.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || installing.exitValue() != 0) {
            installing.destroyForcibly();
            throw new IOException(Files.readString(log));
        }

        // Its temporary tables lie with its data, where nobody who cleans up the common folder finds them.
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        String password = HexFormat.of().formatHex(random(24));
        Path init = Files.writeString(
                folder.resolve("init.sql"),
                Stream.of("localhost", "127.0.0.1", "::1")
                        .map(host -> "ALTER USER root@'" + host + "' IDENTIFIED BY '" + password + "';\n")
                        .reduce("", String::concat),
                StandardCharsets.US_ASCII);
        int port = freePort();
        List<String> serve = new ArrayList<>(List.of("sh", "-c", WATCH, "slipway-mariadb"));
        serve.addAll(command(server, data));
        serve.addAll(List.of(
                "--init-file=" + init,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // Within the data folder: the path of a socket must be short.
                "--socket=s",
                "--pid-file=pid",
                "--tmpdir=" + temporary,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M",
                "--innodb-flush-log-at-trx-commit=0",
                "--skip-log-bin"));
        Process process = launch(serve, log);
        Address address = new Address(
                "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable",
                "root",
                Secret.of(password),
                Optional.empty());
        MariadbInstance instance = new MariadbInstance(process, folder, address);
        try {
            instance.await(log);
            Files.delete(init);
            return instance;
        } catch (IOException | InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    private void await(Path log) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            try {
                MariadbProduct.session(MariadbProduct.open(MariadbUrl.parse(address.url()), address))
                        .close();
                return;
            } catch (SlipwayException e) {
                if (!process.isAlive() || Instant.now().isAfter(limit)) {
                    throw new IOException(Files.readString(log), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static List<String> command(Path program, Path data) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + data));
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    private static Process launch(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static Path program(String name) {
        List<String> folders =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"));
        return folders.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> unavailable("there is no embedded MariaDB, and no " + name + " is installed here"));
    }

    private static SlipwayException unavailable(String why) {
        return SlipwayException.of(ErrorCode.REFERENCE_UNAVAILABLE, "No reference database: " + why + ".", HELP);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ScratchFolders.delete(folder);
    }
}
