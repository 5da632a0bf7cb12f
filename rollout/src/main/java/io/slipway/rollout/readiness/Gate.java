package io.slipway.rollout.readiness;

import java.time.Duration;
import java.util.Locale;

/**
 * One condition of a go-live.
 *
 * @param name as the rollout file calls it
 * @param valid how long evidence counts
 */
public record Gate(String name, Asks asks, Duration valid) {

    /** What a gate wants to know. */
    public sealed interface Asks {

        /** In a form that changes whenever something else is asked: evidence for one question is none for another. */
        String text();
    }

    public record Known(Standard standard) implements Asks {
        @Override
        public String text() {
            return standard.words();
        }
    }

    /**
     * A query of the team's own.
     *
     * @param equal what its one value must read like
     */
    public record Query(String environment, String sql, String equal) implements Asks {
        @Override
        public String text() {
            return "in " + environment + ": " + sql + " = " + equal;
        }
    }

    /** A rule that the pipeline's newest artifact must keep to. */
    public record Artifacts(String pipeline, Rule rule) implements Asks {
        @Override
        public String text() {
            return "the newest artifact of the pipeline " + pipeline + " " + rule.words();
        }
    }

    /** What can be asked of an artifact. */
    public enum Rule {
        SIGNED("is signed with a key that the project trusts"),
        ROLLBACKS_PROVED("has a proved rollback for each change");

        private final String words;

        Rule(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /** As the rollout file writes it: {@code rollbacks-proved}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** For a heading: {@code Support proved}. */
    public String title() {
        String words = name.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
