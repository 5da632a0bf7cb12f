package io.slipway.server.deployment;

import io.slipway.release.rollback.RollbackScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The choices in the store. A rollback's is kept as the changes that it came to when it was asked for. */
final class ChoiceTable {
    private static final String ONE = "one";
    private static final String ALL_SINCE = "since";

    private ChoiceTable() {}

    static void insert(Handle handle, String deployment, Choice choice) {
        if (choice.equals(Choice.ALL)) {
            return;
        }
        Optional<RollbackScope.These> these = choice.rollback().map(scope -> (RollbackScope.These) scope);
        handle.createUpdate("INSERT INTO deployment_choice (deployment, labels, contexts, scope, changes, unproved)"
                        + " VALUES (:deployment, :labels, :contexts, :scope, :changes, :unproved)")
                .bind("deployment", deployment)
                .bind("labels", choice.labels().orElse(""))
                .bind("contexts", String.join(",", choice.contexts()))
                .bind("scope", these.map(t -> t.one() ? ONE : ALL_SINCE).orElse(""))
                .bind("changes", these.map(t -> String.join("\n", t.keys())).orElse(""))
                .bind("unproved", choice.unproved())
                .execute();
    }

    static Choice of(Handle handle, String deployment) {
        return handle.createQuery("SELECT * FROM deployment_choice WHERE deployment = :deployment")
                .bind("deployment", deployment)
                .map((row, context) -> choice(row))
                .findOne()
                .orElse(Choice.ALL);
    }

    private static Choice choice(ResultSet row) throws SQLException {
        String scope = row.getString("scope");
        Set<String> changes = Set.copyOf(texts(row.getString("changes"), "\n"));
        return new Choice(
                Optional.of(row.getString("labels")).filter(l -> !l.isEmpty()),
                texts(row.getString("contexts"), ","),
                scope.isEmpty() ? Optional.empty() : Optional.of(new RollbackScope.These(changes, scope.equals(ONE))),
                row.getBoolean("unproved"));
    }

    private static List<String> texts(String joined, String separator) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(separator, -1));
    }
}
