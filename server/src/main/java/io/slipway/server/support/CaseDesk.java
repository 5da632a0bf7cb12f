package io.slipway.server.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What people do with cases. Each time, what followed from deadlines until then happens first. */
public final class CaseDesk {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 10_000;
    private final Store store;
    private final Rollouts rollouts;
    private final CaseLedger ledger;
    private final CaseTable table;
    private final Proof proof;
    private final Clock clock;

    CaseDesk(Store store, Rollouts rollouts, CaseLedger ledger, CaseTable table, Proof proof, Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.table = table;
        this.proof = proof;
        this.clock = clock;
    }

    /** A case with all that happened to it. */
    public record Told(ServedRollout rollout, Case state, List<CaseEvent> events) {}

    /** @throws SlipwayException {@code not-found} */
    public Told of(String project, long number) {
        CaseLine line = table.find(project, number).orElseThrow(CaseDesk::unknown);
        List<CaseEvent> events = store.read(handle -> ledger.events(handle, number));
        return new Told(rollouts.of(line.project()), Case.of(number, events), events);
    }

    public List<Case> open(String project) {
        return store.read(handle -> table.open(project).stream()
                .map(number -> ledger.state(handle, number))
                .toList());
    }

    /** @throws SlipwayException {@code not-found} for a project without support, {@code request-invalid} */
    public Case open(Caller caller, String project, String title, String text, Case.Source source) {
        ServedRollout rollout = rollouts.of(project);
        return store.write(
                handle -> open(handle, rollout, caller.name(), new NewCase(title, text, source, caller.name())));
    }

    /** @param reporter account of whoever has the trouble */
    public record NewCase(String title, String text, Case.Source source, String reporter) {}

    /** As {@link #open(Caller, String, String, String, Case.Source)}, in a transaction that is under way. */
    public Case open(Handle handle, ServedRollout rollout, String actor, NewCase wanted) {
        Support support = support(rollout);
        String subject =
                GivenText.needed(wanted.title(), "title", LONGEST_TITLE).replaceAll("\\s+", " ");
        String text = GivenText.limited(wanted.text(), LONGEST_TEXT);
        Step opened = Step.opened(support, subject, text, wanted.source(), wanted.reporter(), Optional.empty());
        return ledger.open(handle, rollout, actor, opened, Optional.empty());
    }

    /**
     * Does something to a case.
     *
     * @throws SlipwayException {@code not-found}, {@code not-allowed}, {@code case-state}, {@code request-invalid}
     */
    public Case act(Caller caller, String project, long number, CaseWish wish) {
        CaseLine line = table.find(project, number).orElseThrow(CaseDesk::unknown);
        ServedRollout rollout = rollouts.of(line.project());
        Support support = support(rollout);
        return store.write(handle -> {
            lock(handle, number, wish);
            Case now = ledger.catchUp(handle, rollout, support, number, clock.instant());
            CaseRights.check(caller, rollout, support, now, wish.kind());
            allowed(now, wish.kind());
            if (wish.kind() == CaseEvent.Kind.MERGED) {
                return merge(handle, caller, rollout, support, now, wish);
            }
            Case then = ledger.append(handle, rollout, number, caller.name(), wish.step(support, now));
            if (wish.kind() == CaseEvent.Kind.NOTED
                    && then.phase() == Case.Phase.WAITING
                    && then.reporter().equals(caller.name())) {
                then = ledger.append(handle, rollout, number, caller.name(), Step.of(CaseEvent.Kind.RESUMED));
            }
            return then.source() == Case.Source.PROOF ? proof.goOn(handle, rollout, support, then) : then;
        });
    }

    /** Always the lower number first, so that two people who merge two cases do not wait for each other. */
    private static void lock(Handle handle, long number, CaseWish wish) {
        long other = wish.other().orElse(number);
        CaseTable.locked(handle, Math.min(number, other));
        CaseTable.locked(handle, Math.max(number, other));
    }

    private Case merge(Handle handle, Caller caller, ServedRollout rollout, Support support, Case now, CaseWish wish) {
        long into =
                wish.other().orElseThrow(() -> GivenText.invalid("Say by its number which case it is the same as."));
        boolean known = CaseTable.locked(handle, into)
                .filter(line -> line.project().equals(rollout.project()) && line.number() != now.number())
                .isPresent();
        if (!known) {
            throw GivenText.invalid("The team has no other case #" + into + ".");
        }
        Case target = ledger.catchUp(handle, rollout, support, into, clock.instant());
        allowed(target, CaseEvent.Kind.ABSORBED);
        Case merged = ledger.append(handle, rollout, now.number(), caller.name(), Step.merged(into, wish.text()));
        ledger.append(handle, rollout, into, caller.name(), Step.absorbed(merged));
        return merged;
    }

    private static void allowed(Case now, CaseEvent.Kind kind) {
        if (!now.allowed().contains(kind)) {
            throw SlipwayException.of(
                    ErrorCode.CASE_STATE,
                    "Case #" + now.number() + " is " + words(now) + ": that cannot be done now.",
                    "Look at it again: somebody may have been quicker, or its time may have run out.");
        }
    }

    private static String words(Case now) {
        return switch (now.phase()) {
            case OPEN -> "open with " + now.tier() + (now.acknowledged() ? ", which acknowledged it" : "");
            case WAITING -> "waiting for its reporter";
            case RESOLVED -> "resolved";
            case MERGED -> "merged into #" + now.mergedInto().orElseThrow();
        };
    }

    /** The teams of whose tiers somebody is a member. */
    public static Map<Tier, Set<String>> tiersOf(List<ServedRollout> rollouts, String person) {
        Map<Tier, Set<String>> tiers = new EnumMap<>(Tier.class);
        for (ServedRollout served : rollouts) {
            served.rollout()
                    .support()
                    .ifPresent(support -> support.of(person)
                            .forEach(tier -> tiers.computeIfAbsent(tier, t -> new HashSet<>())
                                    .add(served.team())));
        }
        return tiers;
    }

    /** @throws SlipwayException {@code not-found} */
    public static Support support(ServedRollout rollout) {
        return rollout.rollout()
                .support()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The rollout of " + rollout.team() + " says nothing of support.",
                        "Add the section 'support' to its rollout file."));
    }

    private static SlipwayException unknown() {
        return SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such case.", "");
    }
}
