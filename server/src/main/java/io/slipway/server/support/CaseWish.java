package io.slipway.server.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody wants to do with a case.
 *
 * @param text note, reason, or what the other tier must know
 * @param person who shall have it; empty for nobody in particular
 * @param tier to which it is re-routed; empty for the one that has it
 * @param other number of the case that it is merged into
 * @param knowledge a link to a guide's page or a lab that helps with it; may be empty
 */
public record CaseWish(
        CaseEvent.Kind kind,
        String text,
        String person,
        String tier,
        Optional<Long> other,
        String cause,
        String knowledge) {
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_CAUSE = 100;
    /** What people call what may be done. */
    private static final Map<CaseEvent.Kind, String> VERBS = new EnumMap<>(Map.ofEntries(
            Map.entry(CaseEvent.Kind.ACKNOWLEDGED, "acknowledge"),
            Map.entry(CaseEvent.Kind.ASSIGNED, "assign"),
            Map.entry(CaseEvent.Kind.NOTED, "note"),
            Map.entry(CaseEvent.Kind.ESCALATED, "escalate"),
            Map.entry(CaseEvent.Kind.DE_ESCALATED, "de-escalate"),
            Map.entry(CaseEvent.Kind.PAUSED, "pause"),
            Map.entry(CaseEvent.Kind.RESUMED, "resume"),
            Map.entry(CaseEvent.Kind.MERGED, "merge"),
            Map.entry(CaseEvent.Kind.REROUTED, "reroute"),
            Map.entry(CaseEvent.Kind.RESOLVED, "resolve"),
            Map.entry(CaseEvent.Kind.REOPENED, "reopen"),
            Map.entry(CaseEvent.Kind.CAUSE_NAMED, "name-cause")));

    /** @throws SlipwayException {@code request-invalid} */
    public static CaseEvent.Kind kind(String verb) {
        return VERBS.entrySet().stream()
                .filter(known -> known.getValue().equals(verb))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no such thing to do with a case.",
                        "There are " + VERBS.values().stream().sorted().collect(Collectors.joining(", ")) + "."));
    }

    /** What may be done, as {@link #kind} reads it. */
    public static List<String> verbs(Iterable<CaseEvent.Kind> kinds) {
        return Arrays.stream(CaseEvent.Kind.values())
                .filter(kind -> {
                    for (CaseEvent.Kind wanted : kinds) {
                        if (wanted == kind) {
                            return true;
                        }
                    }
                    return false;
                })
                .filter(VERBS::containsKey)
                .map(VERBS::get)
                .toList();
    }

    /** @throws SlipwayException {@code request-invalid} */
    Step step(Support support, Case now) {
        return switch (kind) {
            case ACKNOWLEDGED, RESUMED -> Step.of(kind);
            case ASSIGNED -> Step.assigned(member(support, now.tier()));
            case NOTED -> Step.noted(GivenText.needed(text, "note", LONGEST_TEXT));
            case ESCALATED -> handedOver(support, now, now.tier().above());
            case DE_ESCALATED -> handedOver(support, now, now.tier().below());
            case PAUSED -> withText("question to the reporter");
            case REOPENED -> withText("reason");
            case REROUTED -> rerouted(support, now);
            case RESOLVED ->
                Step.resolved(GivenText.needed(text, "note on what helped", LONGEST_TEXT), namedCause(), link());
            case CAUSE_NAMED -> {
                if (namedCause().isEmpty() && link().isEmpty()) {
                    throw GivenText.invalid("Name a cause, or a link to what helps.");
                }
                yield Step.causeNamed(namedCause(), link());
            }
            case OPENED, MERGED, ABSORBED, OVERDUE, TRACKED ->
                throw GivenText.invalid("That happens to a case by itself.");
        };
    }

    private Step withText(String what) {
        return new Step(kind, Map.of(CaseEvent.TEXT, GivenText.needed(text, what, LONGEST_TEXT)));
    }

    private Step handedOver(Support support, Case now, Optional<Tier> to) {
        return Step.handedOver(
                support,
                now.tier(),
                to.orElseThrow(() -> GivenText.invalid("There is no such tier.")),
                GivenText.needed(text, "hand-over note", LONGEST_TEXT));
    }

    private Step rerouted(Support support, Case now) {
        Tier to = tier.isEmpty()
                ? now.tier()
                : Tier.of(tier).orElseThrow(() -> GivenText.invalid("Tiers are L1, L2 and L3."));
        Optional<String> who = person.isEmpty() ? Optional.empty() : Optional.of(member(support, to));
        if (to == now.tier() && who.isEmpty()) {
            throw GivenText.invalid("Say to which tier, or to whom.");
        }
        return Step.rerouted(support, to, who, GivenText.needed(text, "reason", LONGEST_TEXT));
    }

    private String member(Support support, Tier of) {
        if (!support.tier(of).includes(person)) {
            throw GivenText.invalid("'" + person + "' is no member of " + of + ".");
        }
        return person;
    }

    private String namedCause() {
        return GivenText.limited(cause, LONGEST_CAUSE);
    }

    private String link() {
        return GivenText.link(knowledge);
    }
}
