package io.slipway.rollout.support;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to happen to a case next: an event that is not written down yet.
 *
 * @param detail as {@link CaseEvent} names it
 */
public record Step(CaseEvent.Kind kind, Map<String, String> detail) {
    public Step {
        detail = Map.copyOf(detail);
    }

    public static Step of(CaseEvent.Kind kind) {
        return new Step(kind, Map.of());
    }

    public static Step noted(String text) {
        return new Step(CaseEvent.Kind.NOTED, Map.of(CaseEvent.TEXT, text));
    }

    /** Opened, and handed to the first tier. */
    public static Step opened(
            Support support,
            String title,
            String text,
            Case.Source source,
            String reporter,
            Optional<Long> deployment) {
        return opened(support, Tier.L1, title, text, source, reporter, deployment);
    }

    /** Opened, and handed to some tier. */
    public static Step opened(
            Support support,
            Tier first,
            String title,
            String text,
            Case.Source source,
            String reporter,
            Optional<Long> deployment) {
        Map<String, String> detail = new HashMap<>(taken(support, first));
        detail.put(CaseEvent.TITLE, title);
        detail.put(CaseEvent.TEXT, text);
        detail.put(CaseEvent.SOURCE, source.text());
        detail.put(CaseEvent.REPORTER, reporter);
        deployment.ifPresent(number -> detail.put(CaseEvent.DEPLOYMENT, Long.toString(number)));
        return new Step(CaseEvent.Kind.OPENED, detail);
    }

    public static Step assigned(String person) {
        return new Step(CaseEvent.Kind.ASSIGNED, Map.of(CaseEvent.ASSIGNEE, person));
    }

    /**
     * Handed to the tier above or below.
     *
     * @param note what the other tier must know
     */
    public static Step handedOver(Support support, Tier from, Tier to, String note) {
        Map<String, String> detail = new HashMap<>(taken(support, to));
        detail.put(CaseEvent.TEXT, note);
        return new Step(to.compareTo(from) > 0 ? CaseEvent.Kind.ESCALATED : CaseEvent.Kind.DE_ESCALATED, detail);
    }

    /** @param person empty for whoever of that tier takes it */
    public static Step rerouted(Support support, Tier to, Optional<String> person, String note) {
        Map<String, String> detail = new HashMap<>(taken(support, to));
        detail.put(CaseEvent.TEXT, note);
        person.ifPresent(key -> detail.put(CaseEvent.ASSIGNEE, key));
        return new Step(CaseEvent.Kind.REROUTED, detail);
    }

    public static Step merged(long into, String note) {
        return new Step(CaseEvent.Kind.MERGED, Map.of(CaseEvent.OTHER, Long.toString(into), CaseEvent.TEXT, note));
    }

    /** @param merged the other case, after it was merged into this one */
    public static Step absorbed(Case merged) {
        return new Step(
                CaseEvent.Kind.ABSORBED,
                Map.of(
                        CaseEvent.OTHER,
                        Long.toString(merged.number()),
                        CaseEvent.LEFT,
                        merged.left().toString()));
    }

    /** @param cause empty to leave it as it is; so the others */
    public static Step resolved(String note, String cause, String knowledge) {
        Map<String, String> detail = new HashMap<>(named(cause, knowledge));
        detail.put(CaseEvent.TEXT, note);
        return new Step(CaseEvent.Kind.RESOLVED, detail);
    }

    public static Step causeNamed(String cause, String knowledge) {
        return new Step(CaseEvent.Kind.CAUSE_NAMED, named(cause, knowledge));
    }

    private static Map<String, String> named(String cause, String knowledge) {
        Map<String, String> detail = new HashMap<>();
        if (!cause.isEmpty()) {
            detail.put(CaseEvent.CAUSE, cause);
        }
        if (!knowledge.isEmpty()) {
            detail.put(CaseEvent.KNOWLEDGE, knowledge);
        }
        return detail;
    }

    /**
     * What follows from a deadline that has passed: the tier above takes the case from that moment on, or where none is
     * above, it is told that it is late. Whoever does something to a case first does all of these.
     */
    public static Optional<Step> due(Case one, Support support, Instant now) {
        return one.missed(now).map(missed -> {
            Map<String, String> detail = new HashMap<>();
            detail.put(CaseEvent.DUE, missed.at().toString());
            detail.put(CaseEvent.CLOCK, missed.of().text());
            if (one.tier().above().isEmpty()) {
                return new Step(CaseEvent.Kind.OVERDUE, detail);
            }
            detail.putAll(taken(support, one.tier().above().get()));
            detail.put(
                    CaseEvent.TEXT,
                    missed.of() == Case.Clockwork.ACKNOWLEDGE
                            ? "Nobody of " + one.tier() + " acknowledged it in time."
                            : one.tier() + " did not resolve it in time.");
            return new Step(CaseEvent.Kind.ESCALATED, detail);
        });
    }

    private static Map<String, String> taken(Support support, Tier tier) {
        return Map.of(
                CaseEvent.TIER,
                tier.name(),
                CaseEvent.TERMS,
                support.tier(tier).terms().text());
    }
}
