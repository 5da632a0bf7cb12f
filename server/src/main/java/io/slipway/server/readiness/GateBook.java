package io.slipway.server.readiness;

import io.slipway.rollout.readiness.GateEvent;
import io.slipway.rollout.readiness.GateEvent.Looked;
import io.slipway.rollout.readiness.GateEvent.Outdated;
import io.slipway.rollout.readiness.GateEvent.WaiverAsked;
import io.slipway.rollout.readiness.GateEvent.WaiverEnded;
import io.slipway.rollout.readiness.GateEvent.WaiverGiven;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.Evidence;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What happened to the gates of each rollout: events of the ledger, and beside them two tables of what is newest. */
public final class GateBook implements Evidence {
    private final Store store;
    private final RolloutLedger ledger;

    public GateBook(Store store, RolloutLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    @Override
    public void outdated(Handle handle, ServedRollout rollout, String actor, Set<Standard> gates, String why) {
        List<String> seen = newest(handle, rollout.team()).stream()
                .filter(Looked.class::isInstance)
                .map(GateEvent::gate)
                .toList();
        gates.stream().map(Standard::text).filter(seen::contains).sorted().forEach(gate -> {
            ledger.append(handle, rollout, Topic.EVIDENCE, actor, "evidence-outdated", gate, Map.of("reason", why));
            handle.createUpdate("DELETE FROM rollout_evidence WHERE team = :team AND gate = :gate")
                    .bind("team", rollout.team())
                    .bind("gate", gate)
                    .execute();
        });
    }

    void add(Handle handle, ServedRollout rollout, String actor, GateEvent event) {
        if (event instanceof Looked looked) {
            ledger.append(handle, rollout, Topic.EVIDENCE, actor, "evidence-collected", looked.gate(), detail(looked));
            keep(handle, rollout.team(), looked);
        } else if (event instanceof WaiverAsked asked) {
            Map<String, String> detail =
                    Map.of("reason", asked.reason(), "until", asked.until().toString());
            ledger.append(handle, rollout, Topic.GATES, actor, "waiver-asked", asked.gate(), detail);
            keep(handle, rollout.team(), asked);
        } else if (event instanceof WaiverGiven given) {
            ledger.append(handle, rollout, Topic.GATES, actor, "waiver-given", given.gate(), Map.of());
            handle.createUpdate("UPDATE rollout_waiver SET given_by = :by, given_at = :at"
                            + " WHERE team = :team AND gate = :gate")
                    .bind("by", given.by())
                    .bind("at", given.at().toEpochMilli())
                    .bind("team", rollout.team())
                    .bind("gate", given.gate())
                    .execute();
        } else if (event instanceof WaiverEnded ended) {
            Map<String, String> detail = Map.of("reason", ended.reason());
            ledger.append(handle, rollout, Topic.GATES, actor, "waiver-ended", ended.gate(), detail);
            handle.createUpdate("DELETE FROM rollout_waiver WHERE team = :team AND gate = :gate")
                    .bind("team", rollout.team())
                    .bind("gate", ended.gate())
                    .execute();
        }
    }

    private static Map<String, String> detail(Looked looked) {
        return Map.of(
                "asked", looked.asked(),
                "query", looked.query(),
                "passed", Boolean.toString(looked.passed()),
                "result", looked.result(),
                "until", looked.until().toString(),
                "digest", looked.digest());
    }

    private static void keep(Handle handle, String team, Looked looked) {
        handle.createUpdate("INSERT INTO rollout_evidence (team, gate, asked, query, passed, result, looked_at,"
                        + " until_at, digest) VALUES (:team, :gate, :asked, :query, :passed, :result, :at, :until,"
                        + " :digest) ON CONFLICT (team, gate) DO UPDATE SET asked = excluded.asked,"
                        + " query = excluded.query, passed = excluded.passed, result = excluded.result,"
                        + " looked_at = excluded.looked_at, until_at = excluded.until_at, digest = excluded.digest")
                .bind("team", team)
                .bind("gate", looked.gate())
                .bind("asked", looked.asked())
                .bind("query", looked.query())
                .bind("passed", looked.passed())
                .bind("result", looked.result())
                .bind("at", looked.at().toEpochMilli())
                .bind("until", looked.until().toEpochMilli())
                .bind("digest", looked.digest())
                .execute();
    }

    private static void keep(Handle handle, String team, WaiverAsked asked) {
        handle.createUpdate("INSERT INTO rollout_waiver (team, gate, asked_by, reason, until_at, asked_at, given_by,"
                        + " given_at) VALUES (:team, :gate, :by, :reason, :until, :at, '', 0)"
                        + " ON CONFLICT (team, gate) DO UPDATE SET asked_by = excluded.asked_by,"
                        + " reason = excluded.reason, until_at = excluded.until_at, asked_at = excluded.asked_at,"
                        + " given_by = '', given_at = 0")
                .bind("team", team)
                .bind("gate", asked.gate())
                .bind("by", asked.by())
                .bind("reason", asked.reason())
                .bind("until", asked.until().toEpochMilli())
                .bind("at", asked.at().toEpochMilli())
                .execute();
    }

    /** What is newest of each gate, as events. */
    List<GateEvent> newest(String team) {
        return store.read(handle -> newest(handle, team));
    }

    List<GateEvent> newest(Handle handle, String team) {
        List<GateEvent> events = new ArrayList<>(handle.createQuery("SELECT * FROM rollout_evidence WHERE team = :team")
                .bind("team", team)
                .map((row, context) -> looked(row))
                .list());
        handle.createQuery("SELECT * FROM rollout_waiver WHERE team = :team")
                .bind("team", team)
                .map((row, context) -> waiver(row))
                .forEach(events::addAll);
        return events;
    }

    /** The same of all rollouts, by team, in two queries. */
    Map<String, List<GateEvent>> newest() {
        record Of(String team, List<GateEvent> events) {}
        Map<String, List<GateEvent>> all = new HashMap<>();
        store.read(handle -> Stream.concat(
                                handle
                                        .createQuery("SELECT * FROM rollout_evidence")
                                        .map((row, context) -> new Of(row.getString("team"), List.of(looked(row))))
                                        .list()
                                        .stream(),
                                handle
                                        .createQuery("SELECT * FROM rollout_waiver")
                                        .map((row, context) -> new Of(row.getString("team"), waiver(row)))
                                        .list()
                                        .stream())
                        .toList())
                .forEach(each -> all.computeIfAbsent(each.team(), team -> new ArrayList<>())
                        .addAll(each.events()));
        return all;
    }

    private static Looked looked(ResultSet row) throws SQLException {
        return new Looked(
                row.getString("gate"),
                row.getString("asked"),
                row.getString("query"),
                row.getBoolean("passed"),
                row.getString("result"),
                Instant.ofEpochMilli(row.getLong("looked_at")),
                Instant.ofEpochMilli(row.getLong("until_at")),
                row.getString("digest"));
    }

    private static List<GateEvent> waiver(ResultSet row) throws SQLException {
        String gate = row.getString("gate");
        WaiverAsked asked = new WaiverAsked(
                gate,
                row.getString("asked_by"),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("until_at")),
                Instant.ofEpochMilli(row.getLong("asked_at")));
        String by = row.getString("given_by");
        return by.isEmpty()
                ? List.of(asked)
                : List.of(asked, new WaiverGiven(gate, by, Instant.ofEpochMilli(row.getLong("given_at"))));
    }

    /** All that ever happened to the gates, oldest first: what the tables are made of. */
    public List<GateEvent> history(String team) {
        return store.read(handle -> Stream.concat(
                        ledger.events(handle, team, Topic.EVIDENCE, 0).stream(),
                        ledger.events(handle, team, Topic.GATES, 0).stream())
                .sorted(java.util.Comparator.comparing(AuditEvent::sequence))
                .flatMap(event -> event(event).stream())
                .toList());
    }

    private static List<GateEvent> event(AuditEvent event) {
        Map<String, String> detail = detail(event);
        String gate = event.subject();
        return switch (event.action()) {
            case "evidence-collected" ->
                List.of(new Looked(
                        gate,
                        detail.getOrDefault("asked", ""),
                        detail.getOrDefault("query", ""),
                        Boolean.parseBoolean(detail.getOrDefault("passed", "false")),
                        detail.getOrDefault("result", ""),
                        event.at(),
                        Instant.parse(detail.getOrDefault("until", event.at().toString())),
                        detail.getOrDefault("digest", "")));
            case "evidence-outdated" -> List.of(new Outdated(gate, detail.getOrDefault("reason", ""), event.at()));
            case "waiver-asked" ->
                List.of(new WaiverAsked(
                        gate,
                        event.actor(),
                        detail.getOrDefault("reason", ""),
                        Instant.parse(detail.getOrDefault("until", event.at().toString())),
                        event.at()));
            case "waiver-given" -> List.of(new WaiverGiven(gate, event.actor(), event.at()));
            case "waiver-ended" ->
                List.of(new WaiverEnded(gate, event.actor(), detail.getOrDefault("reason", ""), event.at()));
            default -> List.of();
        };
    }

    /** An event's details. */
    public static Map<String, String> detail(AuditEvent event) {
        return event.texts();
    }
}
