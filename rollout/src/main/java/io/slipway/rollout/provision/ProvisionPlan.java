package io.slipway.rollout.provision;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What applying a team's definition would do to the world as it is now.
 *
 * @param definition digest of what the rollout file asks for
 */
public record ProvisionPlan(String team, String definition, List<Planned> steps) {
    public ProvisionPlan {
        steps = List.copyOf(steps);
    }

    /**
     * One step of it.
     *
     * @param action as {@link Action#text}
     * @param what how it differs, why it is refused, whom it waits for, or who showed that it was done; else empty
     */
    public record Planned(String id, String title, String action, String what, String help) {
        static Planned of(Step step, Look look) {
            return new Planned(step.id(), step.title(), Action.of(look).text(), what(look), help(look));
        }

        public boolean is(Action wanted) {
            return action.equals(wanted.text());
        }

        private static String what(Look look) {
            if (look instanceof Look.Differs differs) {
                return differs.what();
            }
            if (look instanceof Look.Foreign foreign) {
                return foreign.why();
            }
            if (look instanceof Look.Waits waits) {
                return waits.what();
            }
            if (look instanceof Look.Unseen unseen) {
                return "it cannot be looked at: " + unseen.why();
            }
            return look instanceof Look.AsWished wished ? wished.seen() : "";
        }

        private static String help(Look look) {
            if (look instanceof Look.Unseen unseen) {
                return unseen.help();
            }
            return look instanceof Look.Foreign foreign ? foreign.help() : "";
        }
    }

    /** Names this very plan: another world, or another definition, has another. */
    public String digest() {
        String text = team + "\n" + definition + "\n"
                + steps.stream()
                        .map(step -> step.id() + "\t" + step.action() + "\t" + step.what())
                        .collect(Collectors.joining("\n"));
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public List<Planned> those(Action action) {
        return steps.stream().filter(step -> step.is(action)).toList();
    }

    /** Whether all of it is as wished. */
    public boolean isDone() {
        return steps.stream().allMatch(step -> step.is(Action.NOTHING));
    }
}
