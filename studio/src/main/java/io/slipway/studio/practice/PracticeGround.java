package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.database.ScratchFolders;
import io.slipway.database.postgresql.EmbeddedPostgresServer;
import io.slipway.enablement.scenario.Start;
import io.slipway.release.target.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A database server and a folder for practice installations, one after the other. The first for each start is built by
 * packaging and deploying; the next ones are copies of what that came to.
 */
final class PracticeGround implements AutoCloseable {
    static final String USER = "shop";
    private final Wiring wiring;
    private final Path folder;
    private final EmbeddedPostgresServer databases;
    private final Secret password;
    private final Map<Start, Built> built = new HashMap<>();
    private int made;

    private PracticeGround(Wiring wiring, Path folder, EmbeddedPostgresServer databases, Secret password) {
        this.wiring = wiring;
        this.folder = folder;
        this.databases = databases;
        this.password = password;
    }

    /**
     * What copies are made of.
     *
     * @param name of its folder, and in its databases' names
     */
    private record Built(String name, PracticeKeys keys) {}

    static PracticeGround open(Wiring wiring) {
        try {
            Path folder = Files.createTempDirectory("slipway-practice-");
            try {
                return open(wiring, folder);
            } catch (RuntimeException e) {
                // Ctrl-C mostly: nobody else knows of the folder yet
                ScratchFolders.delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PracticeGround open(Wiring wiring, Path folder) {
        // terminals unpack their library once for each process, and would leave it in the machine's own folder
        System.setProperty("pty4j.tmpdir", folder.toString());
        EmbeddedPostgresServer databases = EmbeddedPostgresServer.start(
                        folder.resolve("postgresql"), EmbeddedPostgresServer.Data.REPLACEABLE, 0)
                .orElseThrow();
        try {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Secret password = Secret.of(HexFormat.of().formatHex(random));
            databases.createUser(USER, password);
            return new PracticeGround(wiring, folder, databases, password);
        } catch (RuntimeException e) {
            databases.close();
            throw e;
        }
    }

    /** A new installation, brought to a scenario's start. The one before must be closed. */
    PracticeInstallation install(Start start) {
        made++;
        Path place = folder.resolve("run-" + made);
        Built source = built.get(start);
        if (source == null) {
            source = build(start);
            built.put(start, source);
        }
        for (String environment : PracticeInstallation.ENVIRONMENTS) {
            databases.dropDatabase(database(environment));
            databases.copyDatabase(kept(source, environment), database(environment), USER);
        }
        Folder.copy(folder.resolve(source.name()), place);
        return PracticeInstallation.open(this, wiring, place, source.keys());
    }

    private Built build(Start start) {
        for (String environment : PracticeInstallation.ENVIRONMENTS) {
            databases.dropDatabase(database(environment));
            databases.createDatabase(database(environment), USER);
        }
        Built source = new Built("start-" + (built.size() + 1), new PracticeKeys());
        try (PracticeInstallation first =
                PracticeInstallation.open(this, wiring, folder.resolve(source.name()), source.keys())) {
            first.settle(start);
        }
        for (String environment : PracticeInstallation.ENVIRONMENTS) {
            databases.copyDatabase(database(environment), kept(source, environment), USER);
        }
        return source;
    }

    String url(String environment) {
        return databases.url(database(environment));
    }

    /** As psql takes it, without the password. */
    String shellUrl(String environment) {
        return "postgresql://" + USER + "@127.0.0.1:" + databases.port() + "/" + database(environment);
    }

    Secret password() {
        return password;
    }

    private static String database(String environment) {
        return "shop_" + environment;
    }

    private static String kept(Built source, String environment) {
        return source.name().replace('-', '_') + "_" + environment;
    }

    @Override
    public void close() {
        databases.close();
        ScratchFolders.delete(folder);
    }
}
