package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.store.Store;
import io.slipway.store.StoreCopy;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What {@code slipway server …} does; apart from the commands for the same reason as {@link Serving}. */
final class StoreCopying {
    private final Wiring wiring;
    private final boolean json;

    StoreCopying(Wiring wiring, boolean json) {
        this.wiring = wiring;
        this.json = json;
    }

    static StoreSettings settings(StoreOptions.Place place) {
        return place.database()
                .map(url -> StoreSettings.server(place.data(), url, place.user(), place.password()))
                .orElseGet(() -> StoreSettings.embedded(place.data()));
    }

    /** Into a SQLite file; the server may run meanwhile. */
    int backUp(StoreOptions.Place place, Path file) {
        if (Files.exists(file)) {
            throw SlipwayException.of(
                    ErrorCode.STORE_NOT_EMPTY, "There is a " + file + " already.", "Name a file that is not there.");
        }
        requireStore(place);
        // Under another name until it is whole, so that half a back-up is never taken for one.
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            delete(temporary);
            Map<String, Long> copied;
            try (Store from = open(settings(place));
                    Store to = open(StoreSettings.file(temporary))) {
                copied = StoreCopy.run(from, to);
            }
            Files.move(temporary, file);
            return tell("Backed up to " + file, copied);
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.STORE_COPY_FAILED, file + " cannot be written: " + e.getMessage(), "")
                    .causedBy(e);
        } finally {
            delete(temporary);
        }
    }

    /** Out of a file that {@link #backUp} made, into a new folder or an empty database. */
    int restore(StoreOptions.Place place, Path file) {
        if (!Files.isRegularFile(file)) {
            throw SlipwayException.of(ErrorCode.STORE_COPY_FAILED, "There is no back-up " + file + ".", "");
        }
        try (Store from = open(StoreSettings.file(file));
                Store to = open(settings(place))) {
            return tell("Restored " + file, StoreCopy.run(from, to));
        }
    }

    /** From the SQLite file in a data folder into a PostgreSQL database. */
    int migrate(StoreOptions.Place place) {
        if (place.database().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "--database is missing: the PostgreSQL database to move to.", "");
        }
        requireStore(new StoreOptions.Place(place.data(), java.util.Optional.empty(), "", java.util.Optional.empty()));
        try (Store from = open(StoreSettings.embedded(place.data()));
                Store to = open(settings(place))) {
            return tell(
                    "Moved to the database; start the server with the same --database from now on",
                    StoreCopy.run(from, to));
        }
    }

    /** A mistyped folder must not be made, and then backed up empty. */
    private static void requireStore(StoreOptions.Place place) {
        if (place.database().isEmpty() && !Files.exists(StoreSettings.embeddedFile(place.data()))) {
            throw SlipwayException.of(
                    ErrorCode.STORE_COPY_FAILED,
                    "There is no server's data in " + place.data() + ".",
                    "Name its folder with --data, or its database with --database.");
        }
    }

    private Store open(StoreSettings settings) {
        return Store.open(settings, wiring.clock(), wiring.environment(), new TerminalProgress(wiring.console()));
    }

    private int tell(String sentence, Map<String, Long> copied) {
        long rows = copied.values().stream().mapToLong(Long::longValue).sum();
        if (json) {
            var node = Json.result().put("rows", rows);
            var tables = node.putObject("tables");
            copied.forEach(tables::put);
            Json.print(wiring.console(), node);
        } else {
            wiring.console().out().println(sentence + ": " + rows + " rows in " + copied.size() + " tables.");
        }
        return 0;
    }

    private static void delete(Path file) {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                throw SlipwayException.of(
                                ErrorCode.STORE_COPY_FAILED, file + " cannot be removed: " + e.getMessage(), "")
                        .causedBy(e);
            }
        }
    }
}
