package io.slipway.release.packaging;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.reference.ProofGroups.Text;
import io.slipway.release.sql.BatchedStatements;
import io.slipway.release.sql.Dialect;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;

/** A new script that may be proved together with others. */
record ProofCandidate(Step step, Text apply, Optional<Text> rollback, Subjects subjects) {
    /** In bytes of a script. */
    private static final int SMALL = 16 << 10;

    /** Empty for what is proved by itself. */
    static Optional<ProofCandidate> of(Dialect dialect, Step step) {
        if (dialect != Dialect.POSTGRESQL
                || !step.change().transaction()
                || step.change().timeout().isPresent()) {
            return Optional.empty();
        }
        Optional<List<String>> apply = statements(dialect, step.apply(), false);
        Optional<List<String>> rollback = step.rollback().flatMap(source -> statements(dialect, source, true));
        if (apply.isEmpty() || rollback.isEmpty() && step.rollback().isPresent()) {
            return Optional.empty();
        }
        Optional<String> schema = step.change().schema();
        Subjects subjects = Subjects.of(dialect, apply.get());
        if (rollback.isPresent()) {
            // it may be about more than what it takes back
            subjects = subjects.and(Subjects.of(dialect, rollback.get()));
        }
        return Optional.of(new ProofCandidate(
                step, new Text(apply.get(), schema), rollback.map(all -> new Text(all, schema)), subjects));
    }

    private static Optional<List<String>> statements(Dialect dialect, ScriptSource source, boolean back) {
        try {
            if (source.text().size() > SMALL) {
                return Optional.empty();
            }
            try (Reader reader = source.reader()) {
                return BatchedStatements.proved(dialect, reader, back).filter(statements -> !statements.isEmpty());
            }
        } catch (IOException | SlipwayException e) {
            // whoever runs it by itself says so
            return Optional.empty();
        }
    }

    int length() {
        return apply.statements().stream().mapToInt(String::length).sum()
                + rollback.map(text -> text.statements().stream()
                                .mapToInt(String::length)
                                .sum())
                        .orElse(0);
    }

    /** Whether it, or its rollback, changes rows. */
    boolean rows() {
        return subjects.rows();
    }

    /** Only changes rows, and nothing of it is taken back. */
    boolean onlyRows() {
        return subjects.onlyRows() && rollback.isEmpty();
    }
}
