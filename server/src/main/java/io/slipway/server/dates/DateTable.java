package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which date each rollout has, for lists and clashes; made from the events and can be made anew from them. */
final class DateTable {
    private final Store store;

    DateTable(Store store) {
        this.store = store;
    }

    /**
     * A rollout's date.
     *
     * @param day empty when none stands
     * @param revision of the rollout file that {@code agreed} was computed with
     */
    record Row(String team, Optional<LocalDate> day, int sequence, boolean agreed, long revision) {}

    Map<String, Row> all() {
        return store.read(DateTable::all);
    }

    static Map<String, Row> all(Handle handle) {
        return rows(handle, "").stream().collect(Collectors.toMap(Row::team, Function.identity()));
    }

    /** Dates of other teams that are not over. */
    static List<Row> others(Handle handle, String team) {
        return rows(handle, "WHERE day <> ''").stream()
                .filter(row -> !row.team().equals(team))
                .toList();
    }

    static Set<String> between(Handle handle, LocalDate first, LocalDate last) {
        return Set.copyOf(handle.createQuery("SELECT team FROM rollout_date WHERE day BETWEEN :first AND :last")
                .bind("first", first.toString())
                .bind("last", last.toString())
                .mapTo(String.class)
                .list());
    }

    /** Whether a date was ever proposed to it. */
    static boolean known(Handle handle, String team) {
        return handle.createQuery("SELECT count(*) FROM rollout_date WHERE team = :team")
                        .bind("team", team)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static List<Row> rows(Handle handle, String which) {
        return handle.createQuery("SELECT * FROM rollout_date " + which)
                .map((row, context) -> new Row(
                        row.getString("team"),
                        Optional.of(row.getString("day"))
                                .filter(day -> !day.isEmpty())
                                .map(LocalDate::parse),
                        row.getInt("sequence"),
                        row.getBoolean("agreed"),
                        row.getLong("revision")))
                .list();
    }

    static void keep(Handle handle, ServedRollout served, Agreement agreement) {
        handle.createUpdate("INSERT INTO rollout_date (team, day, sequence, agreed, revision)"
                        + " VALUES (:team, :day, :sequence, :agreed, :revision) ON CONFLICT (team) DO UPDATE SET"
                        + " day = excluded.day, sequence = excluded.sequence, agreed = excluded.agreed,"
                        + " revision = excluded.revision")
                .bind("team", served.team())
                .bind(
                        "day",
                        agreement
                                .proposal()
                                .map(Proposal::date)
                                .map(LocalDate::toString)
                                .orElse(""))
                .bind("sequence", agreement.lastSequence())
                .bind("agreed", agreement.agreed())
                .bind("revision", served.revision())
                .execute();
    }
}
