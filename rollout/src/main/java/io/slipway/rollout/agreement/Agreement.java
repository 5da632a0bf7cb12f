package io.slipway.rollout.agreement;

import io.slipway.rollout.agreement.DateEvent.Proposed;
import io.slipway.rollout.agreement.DateEvent.Replied;
import io.slipway.rollout.agreement.DateEvent.Voted;
import io.slipway.rollout.agreement.DateEvent.Withdrawn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the events of a rollout's dates add up to. A date is agreed when every stakeholder of the file as it is now said
 * yes to exactly that date under exactly that sequence, and none of them says no.
 *
 * @param lastSequence the highest there was; 0 before the first date
 * @param votes of stakeholders on the proposal, by account: the last that each gave
 * @param replies mails on the proposal that nobody confirmed yet, by account
 * @param asked stakeholders whose yes is needed
 */
public record Agreement(
        Optional<Proposal> proposal,
        int lastSequence,
        Map<String, Voted> votes,
        Map<String, Replied> replies,
        Set<String> asked) {
    public Agreement {
        votes = Map.copyOf(votes);
        replies = Map.copyOf(replies);
        asked = Set.copyOf(asked);
    }

    /** Where the agreement is. */
    public sealed interface State {
        /** No date stands. */
        record NoDate() implements State {}

        /**
         * A date waits for somebody.
         *
         * @param missing who has not said anything, by account
         * @param refused who said no, by account
         */
        record Waiting(Proposal proposal, List<String> missing, List<String> refused) implements State {}

        record Agreed(Proposal proposal) implements State {}
    }

    /**
     * Folds events, in the order in which they happened. One that does not fit (a vote on a date that does not stand, a
     * sequence that was there before, a stranger's vote) changes nothing.
     *
     * @param stakeholders of the rollout file, by account
     */
    public static Agreement of(List<DateEvent> events, Collection<String> stakeholders, AgreementPolicy policy) {
        Optional<Proposal> proposal = Optional.empty();
        int last = 0;
        Map<String, Voted> votes = new LinkedHashMap<>();
        Map<String, Replied> replies = new LinkedHashMap<>();
        for (DateEvent event : events) {
            if (event instanceof Proposed proposed && proposed.sequence() > last) {
                last = proposed.sequence();
                proposal = Optional.of(new Proposal(
                        proposal.map(Proposal::round).orElse(last),
                        last,
                        proposed.date(),
                        proposed.by(),
                        proposed.at()));
                votes.clear();
                replies.clear();
            } else if (event instanceof Voted vote
                    && stakeholders.contains(vote.by())
                    && proposal.filter(p -> p.is(vote.sequence(), vote.date())).isPresent()) {
                votes.put(vote.by(), vote);
                replies.remove(vote.by());
            } else if (event instanceof Replied reply
                    && stakeholders.contains(reply.by())
                    && proposal.filter(p -> p.sequence() == reply.sequence()).isPresent()) {
                replies.put(reply.by(), reply);
            } else if (event instanceof Withdrawn withdrawn
                    && proposal.filter(p -> p.sequence() == withdrawn.sequence())
                            .isPresent()) {
                proposal = Optional.empty();
                votes.clear();
                replies.clear();
            }
        }
        return new Agreement(proposal, last, votes, replies, asked(stakeholders, policy, proposal));
    }

    private static Set<String> asked(
            Collection<String> stakeholders, AgreementPolicy policy, Optional<Proposal> proposal) {
        Set<String> asked = new LinkedHashSet<>(stakeholders);
        if (!policy.proposerCounts()) {
            proposal.ifPresent(p -> asked.remove(p.by()));
        }
        return asked;
    }

    public State state() {
        if (proposal.isEmpty()) {
            return new State.NoDate();
        }
        List<String> missing =
                asked.stream().filter(key -> !votes.containsKey(key)).sorted().toList();
        List<String> refused = votes.values().stream()
                .filter(vote -> !vote.yes())
                .map(Voted::by)
                .sorted()
                .toList();
        // Nobody asked is nobody's yes: such a date waits until the file names somebody.
        return missing.isEmpty() && refused.isEmpty() && !asked.isEmpty()
                ? new State.Agreed(proposal.get())
                : new State.Waiting(proposal.get(), missing, refused);
    }

    /**
     * Whose turn it is, by account: that of those who have not said anything; and the manager's while no date stands,
     * somebody said no, or the date that was agreed cannot be had any more.
     */
    public Set<String> turn(String manager) {
        if (!(state() instanceof State.Waiting waiting)) {
            return Set.of(manager);
        }
        Set<String> turn = new LinkedHashSet<>(waiting.missing());
        if (turn.isEmpty() || !waiting.refused().isEmpty()) {
            turn.add(manager);
        }
        return turn;
    }

    public boolean agreed() {
        return state() instanceof State.Agreed;
    }
}
