package io.slipway.server.lab;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of seats. Each has a version, so that two windows on one seat do not write over each other. */
public final class SeatFiles {
    /** In bytes of UTF-8: far more than a script that somebody writes. */
    public static final int LARGEST = 1 << 20;

    private static final int LARGEST_ALL = 8 << 20;
    private static final int MOST = 500;
    private static final int LONGEST_PATH = 200;
    private static final Pattern PATH = Pattern.compile("sql(/[A-Za-z0-9][A-Za-z0-9._-]*)+");
    private final Store store;

    public SeatFiles(Store store) {
        this.store = store;
    }

    /** @param version 0 for one that is not there yet */
    public record SeatFile(String path, long version, String text) {}

    /** By path. */
    public List<SeatFile> of(Seat seat) {
        return store.read(handle -> handle.createQuery("SELECT * FROM lab_file WHERE seat = :seat ORDER BY path")
                .bind("seat", seat.id())
                .map((row, context) ->
                        new SeatFile(row.getString("path"), row.getLong("version"), row.getString("text")))
                .list());
    }

    /** Their paths and versions; the texts are left out. */
    public List<SeatFile> names(Seat seat) {
        return store.read(
                handle -> handle.createQuery("SELECT path, version FROM lab_file WHERE seat = :seat ORDER BY path")
                        .bind("seat", seat.id())
                        .map((row, context) -> new SeatFile(row.getString("path"), row.getLong("version"), ""))
                        .list());
    }

    public Optional<SeatFile> find(Seat seat, String path) {
        return store.read(handle -> handle.createQuery("SELECT * FROM lab_file WHERE seat = :seat AND path = :path")
                .bind("seat", seat.id())
                .bind("path", path)
                .map((row, context) ->
                        new SeatFile(row.getString("path"), row.getLong("version"), row.getString("text")))
                .findOne());
    }

    /**
     * Writes a file.
     *
     * @param version that was seen; 0 for a new one
     * @throws SlipwayException {@code lab-file-changed}, {@code request-too-large}, {@code request-invalid}
     */
    public void save(Seat seat, String path, long version, String text) {
        check(path, text);
        String lines = text.replace("\r\n", "\n");
        store.run(handle -> {
            int written = version == 0
                    ? handle.createUpdate("INSERT INTO lab_file (seat, path, version, text)"
                                    + " VALUES (:seat, :path, 1, :text) ON CONFLICT DO NOTHING")
                            .bind("seat", seat.id())
                            .bind("path", path)
                            .bind("text", lines)
                            .execute()
                    : handle.createUpdate("UPDATE lab_file SET text = :text, version = version + 1"
                                    + " WHERE seat = :seat AND path = :path AND version = :version")
                            .bind("seat", seat.id())
                            .bind("path", path)
                            .bind("text", lines)
                            .bind("version", version)
                            .execute();
            if (written == 0) {
                throw changed(path, version);
            }
            long all = handle.createQuery("SELECT coalesce(sum(length(text)), 0) FROM lab_file WHERE seat = :seat")
                    .bind("seat", seat.id())
                    .mapTo(Long.class)
                    .one();
            long count = handle.createQuery("SELECT count(*) FROM lab_file WHERE seat = :seat")
                    .bind("seat", seat.id())
                    .mapTo(Long.class)
                    .one();
            if (all > LARGEST_ALL || count > MOST) {
                throw tooLarge("A seat holds at most " + MOST + " files of " + (LARGEST_ALL >> 20) + " MB together.");
            }
        });
    }

    /** @throws SlipwayException {@code lab-file-changed} */
    public void delete(Seat seat, String path, long version) {
        int deleted = store.write(handle -> handle.createUpdate(
                        "DELETE FROM lab_file WHERE seat = :seat AND path = :path AND version = :version")
                .bind("seat", seat.id())
                .bind("path", path)
                .bind("version", version)
                .execute());
        if (deleted == 0) {
            throw changed(path, version);
        }
    }

    private static SlipwayException changed(String path, long version) {
        return SlipwayException.of(
                ErrorCode.LAB_FILE_CHANGED,
                version == 0
                        ? "There is a file " + path + " already."
                        : path + " was saved from another window after you opened it: yours was not saved.",
                "Below is what you wrote. Open the file again in another window, and bring the two together.");
    }

    /** Puts other files in place of all; versions go on, so that an old window does not write over them. */
    void replace(Seat seat, Map<String, String> files) {
        store.run(handle -> {
            long last = handle.createQuery("SELECT coalesce(max(version), 0) FROM lab_file WHERE seat = :seat")
                    .bind("seat", seat.id())
                    .mapTo(Long.class)
                    .one();
            handle.createUpdate("DELETE FROM lab_file WHERE seat = :seat")
                    .bind("seat", seat.id())
                    .execute();
            new TreeMap<>(files)
                    .forEach((path, text) -> handle.createUpdate(
                                    "INSERT INTO lab_file (seat, path, version, text) VALUES (:seat, :path, :version, :text)")
                            .bind("seat", seat.id())
                            .bind("path", path)
                            .bind("version", last + 1)
                            .bind("text", text)
                            .execute());
        });
    }

    /** Writes whatever it held before. */
    void put(Seat seat, String path, String text) {
        check(path, text);
        store.run(handle -> handle.createUpdate("INSERT INTO lab_file (seat, path, version, text)"
                        + " VALUES (:seat, :path, 1, :text) ON CONFLICT (seat, path) DO UPDATE"
                        + " SET text = excluded.text, version = lab_file.version + 1")
                .bind("seat", seat.id())
                .bind("path", path)
                .bind("text", text)
                .execute());
    }

    /** @throws SlipwayException {@code request-too-large}, {@code request-invalid} */
    static void check(String path, String text) {
        if (!PATH.matcher(path).matches() || path.length() > LONGEST_PATH || path.contains("..")) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "'" + (path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path)
                            + "' is no file of the scripts folder, such as sql/ddl/120_email.sql.",
                    "Name it with letters, digits, dots, dashes and underscores.");
        }
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            throw tooLarge("A file of a seat has at most " + (LARGEST >> 10) + " kB, and this one has "
                    + ((bytes + 1023) >> 10) + " kB.");
        }
    }

    static SlipwayException tooLarge(String message) {
        return SlipwayException.of(
                ErrorCode.REQUEST_TOO_LARGE, message, "Scripts of that size are tried from a terminal.");
    }
}
