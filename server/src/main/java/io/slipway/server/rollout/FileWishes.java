package io.slipway.server.rollout;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of rollout files that wait for a second person: one of a team at most. */
final class FileWishes {
    private final Clock clock;

    FileWishes(Clock clock) {
        this.clock = clock;
    }

    Optional<FileWish> of(Handle handle, String team) {
        return handle.createQuery("SELECT * FROM rollout_wish WHERE team = :team")
                .bind("team", team)
                .map((row, context) -> new FileWish(
                        team,
                        row.getString("file"),
                        row.getString("looser").lines().toList(),
                        row.getString("asked_by"),
                        Instant.ofEpochMilli(row.getLong("asked_at"))))
                .findOne();
    }

    /** In place of one that waited before. */
    void keep(Handle handle, String team, String file, List<String> looser, String by) {
        handle.createUpdate("INSERT INTO rollout_wish (team, file, looser, asked_by, asked_at)"
                        + " VALUES (:team, :file, :looser, :by, :now) ON CONFLICT (team) DO UPDATE SET"
                        + " file = excluded.file, looser = excluded.looser, asked_by = excluded.asked_by,"
                        + " asked_at = excluded.asked_at")
                .bind("team", team)
                .bind("file", file)
                .bind("looser", String.join("\n", looser))
                .bind("by", by)
                .bind("now", clock.millis())
                .execute();
    }

    void remove(Handle handle, String team) {
        handle.createUpdate("DELETE FROM rollout_wish WHERE team = :team")
                .bind("team", team)
                .execute();
    }
}
