package io.slipway.rollout.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a case's events made of it.
 *
 * @param reporter account of who opened it, an address that is nobody's, or {@code slipway}
 * @param assignee who has it; empty while nobody of the tier said so
 * @param acknowledgeBy when somebody of the tier must have said that they have it; empty once done, and while it waits
 * @param resolveBy when it must be resolved; empty while it waits, and when it is over
 * @param left how much of the tier's time to resolve it was left when it last stopped; all of it before
 * @param told of which missed deadlines it was told that they are missed
 * @param handOver what the tier before wrote for this one; empty for the first
 * @param deployment number of the deployment that it is of
 * @param last sequence of its newest event
 */
public record Case(
        long number,
        String title,
        String text,
        Source source,
        String reporter,
        Instant openedAt,
        Phase phase,
        Tier tier,
        Set<Tier> acknowledgedIn,
        Optional<String> assignee,
        boolean acknowledged,
        Optional<Instant> acknowledgeBy,
        Optional<Instant> resolveBy,
        Duration left,
        Set<Clockwork> told,
        String handOver,
        Optional<Instant> resolvedAt,
        Optional<Long> mergedInto,
        String cause,
        String knowledge,
        Optional<Long> deployment,
        List<Long> absorbed,
        long last) {

    public enum Source {
        PAGE,
        API,
        MAIL,
        /** A mail from an address that is none of the rollout's people's. */
        UNKNOWN_SENDER,
        DEPLOYMENT,
        /** A question that was asked in a training. */
        TRAINING,
        /** Made to prove that the process works. */
        PROOF;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Source of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public enum Phase {
        OPEN,
        WAITING,
        RESOLVED,
        MERGED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people. */
        public String words() {
            return switch (this) {
                case OPEN -> "open";
                case WAITING -> "waits for its reporter";
                case RESOLVED -> "resolved";
                case MERGED -> "merged into another";
            };
        }

        public boolean over() {
            return this == RESOLVED || this == MERGED;
        }
    }

    /** What a tier has a time for. */
    public enum Clockwork {
        ACKNOWLEDGE,
        RESOLVE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Clockwork of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** A deadline that passed, or will. */
    public record Deadline(Instant at, Clockwork of) {}

    /** Made from its events, oldest first. */
    public static Case of(long number, List<CaseEvent> events) {
        CaseFold fold = new CaseFold(number);
        events.forEach(fold::add);
        return fold.state();
    }

    /** The deadline that is next to pass, unless everything that follows from it has happened. */
    public Optional<Deadline> next() {
        return Stream.concat(
                        acknowledgeBy.map(at -> new Deadline(at, Clockwork.ACKNOWLEDGE)).stream(),
                        resolveBy.map(at -> new Deadline(at, Clockwork.RESOLVE)).stream())
                .filter(deadline -> !told.contains(deadline.of()))
                .min(Comparator.comparing(Deadline::at).thenComparing(Deadline::of));
    }

    /** The first deadline that has passed by now and of which nothing was made yet. */
    public Optional<Deadline> missed(Instant now) {
        return next().filter(deadline -> !deadline.at().isAfter(now));
    }

    public boolean late(Instant now) {
        return Stream.concat(acknowledgeBy.stream(), resolveBy.stream()).anyMatch(at -> !at.isAfter(now));
    }

    /** What may happen to it now. */
    public Set<CaseEvent.Kind> allowed() {
        return switch (phase) {
            case OPEN -> open();
            case WAITING ->
                EnumSet.of(
                        CaseEvent.Kind.NOTED,
                        CaseEvent.Kind.RESUMED,
                        CaseEvent.Kind.RESOLVED,
                        CaseEvent.Kind.MERGED,
                        CaseEvent.Kind.ABSORBED,
                        CaseEvent.Kind.REROUTED,
                        CaseEvent.Kind.TRACKED,
                        CaseEvent.Kind.CAUSE_NAMED);
            case RESOLVED ->
                EnumSet.of(
                        CaseEvent.Kind.NOTED,
                        CaseEvent.Kind.REOPENED,
                        CaseEvent.Kind.CAUSE_NAMED,
                        CaseEvent.Kind.TRACKED);
            case MERGED -> EnumSet.of(CaseEvent.Kind.TRACKED);
        };
    }

    private Set<CaseEvent.Kind> open() {
        Set<CaseEvent.Kind> kinds = EnumSet.of(
                CaseEvent.Kind.ASSIGNED,
                CaseEvent.Kind.NOTED,
                CaseEvent.Kind.PAUSED,
                CaseEvent.Kind.MERGED,
                CaseEvent.Kind.ABSORBED,
                CaseEvent.Kind.REROUTED,
                CaseEvent.Kind.RESOLVED,
                CaseEvent.Kind.CAUSE_NAMED,
                CaseEvent.Kind.OVERDUE,
                CaseEvent.Kind.TRACKED);
        if (!acknowledged) {
            kinds.add(CaseEvent.Kind.ACKNOWLEDGED);
        }
        tier.above().ifPresent(above -> kinds.add(CaseEvent.Kind.ESCALATED));
        tier.below().ifPresent(below -> kinds.add(CaseEvent.Kind.DE_ESCALATED));
        return kinds;
    }
}
