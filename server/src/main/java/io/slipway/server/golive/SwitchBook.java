package io.slipway.server.golive;

import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.golive.SwitchEvent;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What happened to each rollout's switch: events of the ledger, and a table of where each is. */
public final class SwitchBook {
    private final Store store;
    private final RolloutLedger ledger;

    public SwitchBook(Store store, RolloutLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    public LiveState of(ServedRollout rollout) {
        return store.read(handle -> of(handle, rollout.team()));
    }

    LiveState of(Handle handle, String team) {
        return LiveState.of(ledger.events(handle, team, Topic.SWITCH, 0).stream()
                .flatMap(event -> event(event).stream())
                .toList());
    }

    /** Where each is that is not just waiting, by team. */
    public Map<String, LiveState.Word> states() {
        record Of(String team, LiveState.Word state) {}
        return store
                .read(handle -> handle.createQuery("SELECT team, state FROM rollout_switch")
                        .map((row, context) -> new Of(
                                row.getString("team"),
                                LiveState.Word.of(row.getString("state")).orElse(LiveState.Word.WAITING)))
                        .list())
                .stream()
                .collect(Collectors.toMap(Of::team, Of::state));
    }

    public Set<String> in(LiveState.Word state) {
        return Set.copyOf(
                store.read(handle -> handle.createQuery("SELECT team FROM rollout_switch WHERE state = :state")
                        .bind("state", state.text())
                        .mapTo(String.class)
                        .list()));
    }

    /** Waits for whoever else is at this rollout's switch, on whatever node, until the transaction ends. */
    static void lock(Handle handle, String team) {
        handle.createUpdate("UPDATE rollout SET revision = revision WHERE team = :team")
                .bind("team", team)
                .execute();
    }

    void add(Handle handle, ServedRollout rollout, String actor, SwitchEvent event) {
        if (event instanceof SwitchEvent.Found found) {
            Map<String, String> where = Map.of("environment", found.environment());
            append(handle, rollout, actor, "go-live-found", found.version(), where);
        } else if (event instanceof SwitchEvent.Opened opened) {
            append(handle, rollout, actor, "go-live-opened", opened.day().toString(), Map.of());
        } else if (event instanceof SwitchEvent.Held held) {
            append(handle, rollout, actor, "go-live-held", held.day().toString(), Map.of("why", held.why()));
        } else if (event instanceof SwitchEvent.Back back) {
            append(handle, rollout, actor, "go-live-switched-back", rollout.team(), Map.of("reason", back.reason()));
        } else if (event instanceof SwitchEvent.Proved proved) {
            append(
                    handle,
                    rollout,
                    actor,
                    "go-live-proved",
                    proved.version(),
                    Map.of("environment", proved.environment()));
        }
        LiveState state = of(handle, rollout.team());
        handle.createUpdate("INSERT INTO rollout_switch (team, state, day, changed_at)"
                        + " VALUES (:team, :state, :day, :at) ON CONFLICT (team) DO UPDATE SET state = excluded.state,"
                        + " day = excluded.day, changed_at = excluded.changed_at")
                .bind("team", rollout.team())
                .bind("state", state.word().text())
                .bind("day", state.lastDay().map(LocalDate::toString).orElse(""))
                .bind("at", event.at().toEpochMilli())
                .execute();
    }

    private void append(
            Handle handle,
            ServedRollout rollout,
            String actor,
            String action,
            String subject,
            Map<String, String> detail) {
        ledger.append(handle, rollout, Topic.SWITCH, actor, action, subject, detail);
    }

    private static List<SwitchEvent> event(AuditEvent event) {
        Map<String, String> detail = GateBook.detail(event);
        return switch (event.action()) {
            case "go-live-found" ->
                List.of(new SwitchEvent.Found(event.subject(), detail.getOrDefault("environment", ""), event.at()));
            case "go-live-opened" -> List.of(new SwitchEvent.Opened(LocalDate.parse(event.subject()), event.at()));
            case "go-live-held" ->
                List.of(new SwitchEvent.Held(
                        LocalDate.parse(event.subject()), detail.getOrDefault("why", ""), event.at()));
            case "go-live-switched-back" ->
                List.of(new SwitchEvent.Back(event.actor(), detail.getOrDefault("reason", ""), event.at()));
            case "go-live-proved" ->
                List.of(new SwitchEvent.Proved(event.subject(), detail.getOrDefault("environment", ""), event.at()));
            default -> List.of();
        };
    }
}
