package io.slipway.server.golive;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Provision;
import io.slipway.rollout.provision.Provision.ManualWish;
import io.slipway.rollout.provision.StepEvidence;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do by hand while a team is provisioned, and what they showed for it: events of the ledger. */
public final class ManualSteps {
    private static final String SHOWN = "step-shown";
    private final Store store;
    private final RolloutLedger ledger;

    public ManualSteps(Store store, RolloutLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** @param by account of who showed it */
    public record Shown(StepEvidence evidence, String by, Instant at) {}

    /** @param shown the newest for what the step asks now; empty while it waits */
    public record Manual(ManualWish wish, Optional<Shown> shown) {}

    /** Those of the rollout file, in its order. */
    public List<Manual> of(ServedRollout rollout) {
        List<ManualWish> wishes =
                rollout.rollout().provision().map(Provision::manual).orElse(List.of());
        if (wishes.isEmpty()) {
            return List.of();
        }
        Map<String, AuditEvent> newest = new HashMap<>();
        ledger.events(rollout.team(), Topic.PROVISION).stream()
                .filter(event -> event.action().equals(SHOWN))
                .forEach(event -> newest.put(event.subject(), event));
        return wishes.stream()
                .map(wish -> new Manual(
                        wish, Optional.ofNullable(newest.get(wish.id())).flatMap(event -> shown(wish, event))))
                .toList();
    }

    private static Optional<Shown> shown(ManualWish wish, AuditEvent event) {
        Map<String, String> detail = GateBook.detail(event);
        return StepEvidence.asked(wish).equals(detail.get("asked"))
                ? Optional.of(
                        new Shown(new StepEvidence(detail.getOrDefault("evidence", "")), event.actor(), event.at()))
                : Optional.empty();
    }

    /** Whether somebody is the one who does the step, or looks after the rollout. */
    public static boolean mayShow(Caller caller, ServedRollout rollout, ManualWish wish) {
        return wish.who().key().equals(caller.name()) || caller.may(Permission.ROLLOUT, rollout.project());
    }

    /**
     * Says that a step was done, and what shows it; what is said last counts.
     *
     * @throws SlipwayException {@code not-found}, {@code not-allowed}, {@code request-invalid}
     */
    public void show(Caller caller, ServedRollout rollout, String step, String text) {
        ManualWish wish = rollout.rollout().provision().map(Provision::manual).orElse(List.of()).stream()
                .filter(each -> each.id().equals(step))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The rollout of '" + rollout.team() + "' has no manual step '" + step + "'.",
                        "The rollout file names them under 'manual' of 'provision'."));
        if (!mayShow(caller, rollout, wish)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "The step '" + step + "' is done by " + wish.who().name() + ".",
                    "They, or whoever looks after the rollout, say what shows that it was done.");
        }
        StepEvidence evidence = StepEvidence.parse(text);
        store.run(handle -> ledger.append(
                handle,
                rollout,
                Topic.PROVISION,
                caller.name(),
                SHOWN,
                step,
                Map.of("asked", StepEvidence.asked(wish), "evidence", evidence.text())));
    }
}
