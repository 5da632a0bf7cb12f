package io.slipway.rollout.support;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a case from event to event. A tier's time begins when the case is handed to it, stops while the case waits for
 * its reporter, and is not given anew by re-routing, merging or reopening.
 */
final class CaseFold {
    private final long number;
    private String title = "";
    private String text = "";
    private Case.Source source = Case.Source.PAGE;
    private String reporter = "";
    private Instant openedAt = Instant.EPOCH;
    private Case.Phase phase = Case.Phase.OPEN;
    private Tier tier = Tier.L1;
    private Optional<Terms> terms = Optional.empty();
    private final Set<Tier> acknowledgedIn = EnumSet.noneOf(Tier.class);
    private Optional<String> assignee = Optional.empty();
    private boolean acknowledged;
    private Running toAcknowledge = Running.NONE;
    private Running toResolve = Running.NONE;
    private final Set<Case.Clockwork> told = EnumSet.noneOf(Case.Clockwork.class);
    private String handOver = "";
    private Optional<Instant> resolvedAt = Optional.empty();
    private Optional<Long> mergedInto = Optional.empty();
    private String cause = "";
    private String knowledge = "";
    private Optional<Long> deployment = Optional.empty();
    private final List<Long> absorbed = new ArrayList<>();
    private long last;

    /**
     * A time that runs while the case is open.
     *
     * @param from since when
     * @param left how much there was then
     */
    private record Running(Instant from, Duration left) {
        static final Running NONE = new Running(Instant.EPOCH, Duration.ZERO);

        Duration leftAt(Instant at, BusinessHours hours) {
            return left.minus(hours.between(from, at));
        }

        /** What is not there any more is not owed either. */
        Running stopped(Instant at, BusinessHours hours) {
            Duration rest = leftAt(at, hours);
            return new Running(at, rest.isNegative() ? Duration.ZERO : rest);
        }

        Running going(Instant at) {
            return new Running(at, left);
        }

        Instant end(BusinessHours hours) {
            return hours.after(from, left);
        }
    }

    CaseFold(long number) {
        this.number = number;
    }

    /** One that was added already changes nothing. */
    void add(CaseEvent event) {
        if (event.sequence() <= last) {
            return;
        }
        last = event.sequence();
        switch (event.kind()) {
            case OPENED -> open(event);
            case ACKNOWLEDGED -> acknowledge(event);
            case ASSIGNED -> assignee = Optional.of(event.text(CaseEvent.ASSIGNEE));
            case ESCALATED, DE_ESCALATED -> handOver(event);
            case REROUTED -> reroute(event);
            case PAUSED -> stop(event, Case.Phase.WAITING);
            case RESUMED -> go(event);
            case RESOLVED -> {
                stop(event, Case.Phase.RESOLVED);
                resolvedAt = Optional.of(event.counts());
                nameCause(event);
            }
            case REOPENED -> {
                go(event);
                resolvedAt = Optional.empty();
                wantAcknowledgement(event.counts());
            }
            case MERGED -> {
                stop(event, Case.Phase.MERGED);
                mergedInto = Optional.of(Long.parseLong(event.text(CaseEvent.OTHER)));
            }
            case ABSORBED -> absorb(event);
            case CAUSE_NAMED -> nameCause(event);
            case OVERDUE -> told.add(Case.Clockwork.of(event.text(CaseEvent.CLOCK)));
            case NOTED, TRACKED -> {
                // they change nothing of what it is
            }
        }
    }

    private void open(CaseEvent event) {
        title = event.text(CaseEvent.TITLE);
        text = event.text(CaseEvent.TEXT);
        source = Case.Source.of(event.text(CaseEvent.SOURCE));
        reporter = event.text(CaseEvent.REPORTER);
        openedAt = event.counts();
        String of = event.text(CaseEvent.DEPLOYMENT);
        deployment = of.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(of));
        take(event);
    }

    private void handOver(CaseEvent event) {
        handOver = event.text(CaseEvent.TEXT);
        take(event);
    }

    /** Another tier has it, with all of its time before it. */
    private void take(CaseEvent event) {
        tier = Tier.of(event.text(CaseEvent.TIER)).orElse(tier);
        Terms now = Terms.parse(event.text(CaseEvent.TERMS));
        terms = Optional.of(now);
        toResolve = new Running(event.counts(), now.resolve());
        wantAcknowledgement(event.counts());
    }

    private void wantAcknowledgement(Instant from) {
        assignee = Optional.empty();
        acknowledged = false;
        toAcknowledge = new Running(from, terms().acknowledge());
        told.clear();
    }

    private void acknowledge(CaseEvent event) {
        acknowledged = true;
        acknowledgedIn.add(tier);
        if (assignee.isEmpty()) {
            assignee = Optional.of(event.actor());
        }
    }

    /** To another person, or to another tier on its terms: less what was spent before. */
    private void reroute(CaseEvent event) {
        Optional<Tier> to = Tier.of(event.text(CaseEvent.TIER)).filter(other -> other != tier);
        if (to.isPresent()) {
            Duration left = phase == Case.Phase.OPEN
                    ? toResolve.stopped(event.counts(), terms().hours()).left()
                    : toResolve.left();
            Duration spent = terms().resolve().minus(left);
            tier = to.get();
            Terms now = Terms.parse(event.text(CaseEvent.TERMS));
            terms = Optional.of(now);
            Duration rest = now.resolve().minus(spent);
            toResolve = new Running(event.counts(), rest.isNegative() ? Duration.ZERO : rest);
        }
        wantAcknowledgement(event.counts());
        String person = event.text(CaseEvent.ASSIGNEE);
        assignee = person.isEmpty() ? Optional.empty() : Optional.of(person);
    }

    /** Both are worked on as one from now on: the shorter time holds. */
    private void absorb(CaseEvent event) {
        absorbed.add(Long.parseLong(event.text(CaseEvent.OTHER)));
        Duration theirs = Duration.parse(event.text(CaseEvent.LEFT));
        Duration own = phase == Case.Phase.OPEN ? toResolve.leftAt(event.counts(), terms().hours()) : toResolve.left();
        if (theirs.compareTo(own) < 0) {
            toResolve = new Running(event.counts(), theirs);
        }
    }

    private void stop(CaseEvent event, Case.Phase to) {
        if (phase == Case.Phase.OPEN) {
            toResolve = toResolve.stopped(event.counts(), terms().hours());
            toAcknowledge = toAcknowledge.stopped(event.counts(), terms().hours());
        }
        phase = to;
    }

    private void go(CaseEvent event) {
        toResolve = toResolve.going(event.counts());
        toAcknowledge = toAcknowledge.going(event.counts());
        phase = Case.Phase.OPEN;
    }

    private void nameCause(CaseEvent event) {
        cause = event.detail().getOrDefault(CaseEvent.CAUSE, cause);
        knowledge = event.detail().getOrDefault(CaseEvent.KNOWLEDGE, knowledge);
    }

    private Terms terms() {
        return terms.orElseThrow(() -> new IllegalStateException("case " + number + " was never opened"));
    }

    Case state() {
        boolean runs = phase == Case.Phase.OPEN;
        return new Case(
                number,
                title,
                text,
                source,
                reporter,
                openedAt,
                phase,
                tier,
                Set.copyOf(acknowledgedIn),
                assignee,
                acknowledged,
                runs && !acknowledged ? Optional.of(toAcknowledge.end(terms().hours())) : Optional.empty(),
                runs ? Optional.of(toResolve.end(terms().hours())) : Optional.empty(),
                toResolve.left(),
                Set.copyOf(told),
                handOver,
                resolvedAt,
                mergedInto,
                cause,
                knowledge,
                deployment,
                List.copyOf(absorbed),
                last);
    }
}
