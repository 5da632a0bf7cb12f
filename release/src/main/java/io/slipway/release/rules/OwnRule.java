package io.slipway.release.rules;

import io.slipway.release.artifact.Proof.ChangeProof;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule of a project's own, which a file in {@link OwnRules#FOLDER} holds.
 *
 * @param when whether there is something to tell
 * @param message what is told then
 */
public record OwnRule(
        Rule rule, RulePage page, Subject subject, Expression when, Message message, List<Example> examples) {

    /** What the expression is asked about, once for each. */
    public enum Subject {
        /** A statement that does more than read or write rows. */
        STATEMENT,
        /** A statement that reads or writes rows, of which there may be millions. */
        ROWS,
        /** A script as a whole. */
        SCRIPT,
        /** What the proof of a script saw. */
        PROOF;

        static Optional<Subject> named(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.text().equals(text))
                    .findFirst();
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What {@code slipway rules test} tries.
     *
     * @param script path in the scripts folder
     * @param line where a bad one is found, when that matters
     * @param proof what the proof of it saw, for a rule that looks at proofs
     */
    public record Example(
            boolean bad, String sql, String script, Optional<Integer> line, Optional<ChangeProof> proof) {}
}
