package io.slipway.database.postgresql;

import io.slipway.database.postgresql.EmbeddedPostgresServer.Data;
import io.slipway.release.target.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/** One data folder of a PostgreSQL server, and starting and stopping the server on it. Its user holds its lock. */
final class DataFolder {
    private static final int PORTS_TRIED = 4;
    private static final int FIRST_WITH_BUILTIN_LOCALE = 17;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Data care;
    private final Optional<Path> extensions;

    DataFolder(PostgresBinaries binaries, Path data, Data care) {
        this(binaries, data, care, Optional.empty());
    }

    /** @param extensions where the server finds those that may be installed, if not where it has them */
    DataFolder(PostgresBinaries binaries, Path data, Data care, Optional<Path> extensions) {
        this.binaries = binaries;
        this.data = data;
        this.care = care;
        this.extensions = extensions;
    }

    Path path() {
        return data;
    }

    boolean passing() {
        return care == Data.PASSING;
    }

    boolean replaceable() {
        return care != Data.LASTING;
    }

    /** Stops a server that a killed process left on it, and sees to it that there is usable data. */
    void settle() throws IOException {
        boolean endedBadly = Files.exists(pidFile()) && !stopLeftover();
        boolean otherMajor = Files.exists(data) && !madeBy().equals(Integer.toString(binaries.major()));
        if (care == Data.LASTING) {
            if (otherMajor && !isEmpty()) {
                throw new IOException(data + " holds data of PostgreSQL \"" + madeBy() + "\", and this is "
                        + binaries.version() + ". Delete the folder, or name another one.");
            }
        } else if (endedBadly || otherMajor) {
            // Nothing was flushed to disk, so what a crash left may be wrong without looking so.
            Folders.delete(data);
        }
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            make();
        }
    }

    private boolean isEmpty() throws IOException {
        try (var children = Files.list(data)) {
            return children.findAny().isEmpty();
        }
    }

    private String madeBy() throws IOException {
        Path file = data.resolve("PG_VERSION");
        return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    }

    private void make() throws IOException {
        Path password = Files.createTempFile(Folders.parent(data), "new-", ".password");
        try {
            byte[] random = new byte[18];
            new SecureRandom().nextBytes(random);
            Files.writeString(password, HexFormat.of().formatHex(random));
            Commands.Outcome made = initialize(password, locale());
            if (made.failed() && made.output().contains("locale")) {
                Folders.delete(data);
                made = initialize(password, List.of("--locale=C"));
            }
            if (made.failed()) {
                throw new IOException(made.output());
            }
            Files.move(password, passwordFile());
        } catch (IOException e) {
            if (replaceable()) {
                Folders.delete(data);
            }
            throw e;
        } finally {
            Files.deleteIfExists(password);
        }
    }

    /** The same order and letter case on every machine. */
    private List<String> locale() {
        return binaries.major() >= FIRST_WITH_BUILTIN_LOCALE
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8");
    }

    private Commands.Outcome initialize(Path password, List<String> locale) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Commands.program(binaries.home(), "initdb"),
                "--pgdata=" + data,
                "--username=" + EmbeddedPostgresServer.SUPERUSER,
                "--pwfile=" + password,
                // Cheaper than SCRAM by 0.1 s a connection; the password stays on the loopback device.
                "--auth=password",
                "--encoding=UTF8",
                "--no-sync"));
        command.addAll(locale);
        return Commands.run(command);
    }

    /** @return the port it listens on */
    int start(IntSupplier ports) throws IOException {
        String failure = "";
        int last = 0;
        for (int tried = 0; tried < PORTS_TRIED; tried++) {
            int port = ports.getAsInt();
            if (port == last) {
                break;
            }
            Commands.Outcome outcome = startOn(port);
            if (!outcome.failed()) {
                return port;
            }
            failure = outcome.output() + "\n" + Files.readString(log());
            boolean taken = failure.contains("could not bind") || failure.contains("could not create any TCP/IP");
            if (taken) {
                last = port;
            } else {
                if (!replaceable() || tried > 0) {
                    break;
                }
                discard();
                make();
            }
        }
        throw new IOException(failure);
    }

    private Commands.Outcome startOn(int port) throws IOException {
        Files.deleteIfExists(log());
        Files.createFile(log());
        if (replaceable()) {
            // A script's ALTER SYSTEM must not reach the next packaging.
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    extensions.map(DataFolder::found).orElse(""));
        }
        StringBuilder options = new StringBuilder("-p ").append(port);
        settings().forEach(setting -> options.append(" -c ").append(setting));
        return pgCtl("start", "-l", log().toString(), "-o", options.toString());
    }

    private static String found(Path extensions) {
        return "extension_control_path = '"
                + extensions.toString().replace('\\', '/').replace("'", "''") + "'\n";
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "max_prepared_transactions=20",
                "timezone=UTC",
                "log_timezone=UTC"));
        if (replaceable()) {
            settings.addAll(List.of(
                    "fsync=off",
                    "full_page_writes=off",
                    "synchronous_commit=off",
                    "wal_level=minimal",
                    "max_wal_senders=0",
                    "min_wal_size=32MB",
                    // A worker that connects to a database keeps it from being copied.
                    "autovacuum=off",
                    // Many scripts in one transaction hold many locks.
                    "max_locks_per_transaction=512"));
        }
        return settings;
    }

    void stop() {
        if (passing()) {
            stopAndDelete();
            return;
        }
        try {
            if (pgCtl("stop", "-m", "fast").failed()) {
                pgCtl("stop", "-m", "immediate");
            }
        } catch (IOException e) {
            postmaster().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    void stopAndDelete() {
        try {
            discard();
        } catch (IOException e) {
            postmaster().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Stops a server that runs on it, and deletes it. */
    private void discard() throws IOException {
        if (postmaster().isPresent()) {
            pgCtl("stop", "-m", "immediate");
        }
        Folders.delete(data);
        Files.deleteIfExists(log());
    }

    /** @return whether one ran, and ended in good order */
    private boolean stopLeftover() throws IOException {
        return postmaster().isPresent() && !pgCtl("stop", "-m", "fast").failed();
    }

    /** The server process that the folder names, if it is one: after a reboot its number may be anybody's. */
    private Optional<ProcessHandle> postmaster() {
        try {
            String pid = Files.readAllLines(pidFile()).get(0).strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(DataFolder::isPostgres);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .map(name -> name.toLowerCase(Locale.ROOT).startsWith("postgres"))
                .orElse(false);
    }

    private Commands.Outcome pgCtl(String action, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Commands.program(binaries.home(), "pg_ctl"), action, "-D", data.toString(), "-w", "-t", "60"));
        command.addAll(List.of(options));
        return Commands.run(command);
    }

    Secret password() {
        try {
            return Secret.of(Files.readString(passwordFile(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw EmbeddedPostgresServer.unavailable("The embedded server's password cannot be read: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private Path passwordFile() {
        return data.resolve("slipway.password");
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }
}
