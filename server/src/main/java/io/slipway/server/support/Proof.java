package io.slipway.server.support;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportTier;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Proves that support works by a case of its own, which goes from tier to tier as soon as somebody of each, signed in,
 * has acknowledged it. Only one that all three acknowledged in time is evidence.
 */
public final class Proof {
    /** The event that says so; its detail names who acknowledged in each tier, and the digest of what was proved. */
    public static final String PROVED = "support-proved";

    private final Store store;
    private final Rollouts rollouts;
    private final RolloutLedger events;
    private final CaseLedger ledger;

    Proof(Store store, Rollouts rollouts, RolloutLedger events, CaseLedger ledger) {
        this.store = store;
        this.rollouts = rollouts;
        this.events = events;
        this.ledger = ledger;
    }

    /**
     * The last time that it was proved.
     *
     * @param number of the case
     * @param who acknowledged it, by tier
     * @param plan digest of what was proved
     */
    public record Proved(long number, Map<Tier, String> who, Instant at, String plan) {
        /** Whether the tiers are what they were then. */
        public boolean holds(Support support) {
            return plan.equals(digest(support));
        }

        public String words() {
            return who.entrySet().stream()
                    .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    public Optional<Proved> last(ServedRollout rollout) {
        return store.read(handle -> events.last(handle, rollout.team(), Topic.SUPPORT, PROVED))
                .map(Proof::last);
    }

    private static Proved last(AuditEvent event) {
        Map<String, String> detail = event.texts();
        Map<Tier, String> who = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            who.put(tier, detail.getOrDefault(tier.name(), ""));
        }
        return new Proved(Long.parseLong(event.subject()), who, event.at(), detail.getOrDefault("plan", ""));
    }

    /** @throws SlipwayException {@code not-found}, {@code case-state} while another is under way */
    public Case begin(Caller caller, String project) {
        ServedRollout rollout = rollouts.of(project);
        Support support = CaseDesk.support(rollout);
        return store.write(handle -> {
            // Locked by taking the number: two that begin at once come one after the other.
            Step opened = Step.opened(
                    support,
                    "Proof that support works",
                    "Nothing is broken. Acknowledge this case, so that it goes on to the next tier.",
                    Case.Source.PROOF,
                    caller.name(),
                    Optional.empty());
            Case made = ledger.open(handle, rollout, caller.name(), opened, Optional.empty());
            boolean another = handle.createQuery("SELECT 1 FROM support_case WHERE project = :project"
                            + " AND source = 'proof' AND due_at < :over AND number < :number")
                    .bind("project", project)
                    .bind("over", CaseTable.OVER)
                    .bind("number", made.number())
                    .mapTo(Integer.class)
                    .findFirst()
                    .isPresent();
            if (another) {
                throw SlipwayException.of(
                        ErrorCode.CASE_STATE,
                        "A proof is under way already.",
                        "Wait until all tiers have acknowledged it, or resolve it.");
            }
            return made;
        });
    }

    /** On to the next tier, or to the end. */
    Case goOn(Handle handle, ServedRollout rollout, Support support, Case now) {
        if (!now.acknowledged() || now.phase() != Case.Phase.OPEN) {
            return now;
        }
        Optional<Tier> above = now.tier().above();
        if (above.isPresent()) {
            return ledger.append(
                    handle,
                    rollout,
                    now.number(),
                    CaseLedger.SERVER,
                    Step.handedOver(
                            support,
                            now.tier(),
                            above.get(),
                            now.tier() + " has acknowledged it; now it is " + above.get() + "'s turn."));
        }
        boolean whole = now.acknowledgedIn().equals(EnumSet.allOf(Tier.class));
        Case over = ledger.append(
                handle,
                rollout,
                now.number(),
                CaseLedger.SERVER,
                Step.resolved(
                        whole
                                ? "All three tiers have acknowledged it: support works."
                                : "Not all tiers acknowledged it in time: this proves nothing. Try it again.",
                        "",
                        ""));
        if (whole) {
            proved(handle, rollout, support, now.number());
        }
        return over;
    }

    private void proved(Handle handle, ServedRollout rollout, Support support, long number) {
        Map<String, String> detail = new HashMap<>();
        Tier tier = Tier.L1;
        for (CaseEvent event : ledger.events(handle, number)) {
            tier = Tier.of(event.text(CaseEvent.TIER)).orElse(tier);
            if (event.kind() == CaseEvent.Kind.ACKNOWLEDGED) {
                detail.put(tier.name(), event.actor());
            }
        }
        detail.put("case", Long.toString(number));
        detail.put("plan", digest(support));
        detail.put("revision", Long.toString(rollout.revision()));
        events.append(handle, rollout, Topic.SUPPORT, CaseLedger.SERVER, PROVED, Long.toString(number), detail);
    }

    /** Of tiers, members and terms: another digest, and what was proved is something else than what holds now. */
    public static String digest(Support support) {
        String text =
                Arrays.stream(Tier.values()).map(support::tier).map(Proof::text).collect(Collectors.joining("\n"));
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SupportTier tier) {
        return tier.tier() + " "
                + tier.members().stream().map(Person::key).sorted().collect(Collectors.joining(",")) + " "
                + tier.terms().text();
    }
}
