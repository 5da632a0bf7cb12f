package io.slipway.rollout.hypercare;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a team still needs the extra care of the first sprints. It is made of figures and votes anew each time: a
 * sprint that is not calm brings it back by itself, and makes the votes before it count no more.
 *
 * @param calm how many whole sprints on end kept to the figures, up to the last one
 * @param missing accounts whose yes is still to come
 * @param relapse name of the last sprint that brought it back after it had ended; empty when none did
 */
public record Hypercare(State state, int calm, List<String> missing, Optional<String> relapse) {

    /** Whether it had ended once. */
    public boolean relapsed() {
        return relapse.isPresent();
    }

    /** Where it is. */
    public enum State {
        RUNNING,
        /** The figures are good; people have to say so too. */
        VOTING,
        ENDED
    }

    /**
     * Somebody says that it may end.
     *
     * @param sprint name of the last whole sprint that the person saw
     */
    public record Vote(String account, boolean yes, String sprint) {}

    /**
     * @param figures of the sprints since the go-live, in order
     * @param votes in the order in which they were given
     */
    public static Hypercare of(HypercareRules rules, List<Figures> figures, Collection<Vote> votes) {
        List<Figures> whole = figures.stream().filter(Figures::whole).toList();
        boolean ended = false;
        Optional<String> back = Optional.empty();
        int calm = 0;
        List<String> missing = rules.votes();
        for (int i = 0; i < whole.size(); i++) {
            boolean good = whole.get(i).calm(rules);
            calm = good ? calm + 1 : 0;
            // a sprint in which nothing ran shows nothing: it does not bring the care back
            boolean relapse = !good && whole.get(i).runs() + whole.get(i).cases() > 0;
            if (ended && relapse) {
                back = Optional.of(whole.get(i).sprint().name());
            }
            ended &= !relapse;
            List<String> since = whole.subList(Math.max(0, i - calm + 1), i + 1).stream()
                    .map(each -> each.sprint().name())
                    .toList();
            missing = missing(rules, votes, since);
            ended |= calm >= rules.sprints() && missing.isEmpty();
        }
        State state = ended ? State.ENDED : calm >= rules.sprints() ? State.VOTING : State.RUNNING;
        return new Hypercare(state, calm, ended ? List.of() : missing, back);
    }

    /** The last word of each counts, if it was spoken of one of the calm sprints. */
    private static List<String> missing(HypercareRules rules, Collection<Vote> votes, List<String> since) {
        Set<String> missing = new TreeSet<>(rules.votes());
        for (Vote vote : votes) {
            if (since.contains(vote.sprint()) && rules.votes().contains(vote.account())) {
                if (vote.yes()) {
                    missing.remove(vote.account());
                } else {
                    missing.add(vote.account());
                }
            }
        }
        return List.copyOf(missing);
    }

    /** How many people the team should have at hand: the first two sprints need the most. */
    public static int staffing(int sprint, State state) {
        if (state == State.ENDED) {
            return 1;
        }
        return sprint <= 2 ? 3 : 2;
    }
}
