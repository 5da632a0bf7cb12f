package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.changes;

import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Claim;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What has PostgreSQL write a whole table anew while nobody can read or write it. */
final class RewriteRules {
    /** Functions of PostgreSQL, and of its usual extensions, that give another value for each row. */
    private static final Set<String> VOLATILE = Set.of(
            "RANDOM",
            "GEN_RANDOM_UUID",
            "GEN_RANDOM_BYTES",
            "UUID_GENERATE_V1",
            "UUID_GENERATE_V1MC",
            "UUID_GENERATE_V4",
            "UUIDV4",
            "UUIDV7",
            "CLOCK_TIMESTAMP",
            "TIMEOFDAY",
            "NEXTVAL",
            "TXID_CURRENT");

    private RewriteRules() {}

    static List<StatementRule> all() {
        return List.of(
                pg("type-change-rewrites", WARN, RewriteRules::typeChange),
                pg(
                        "volatile-default-rewrites",
                        WARN,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.ADD_COLUMN,
                                (table, action) -> action.definition()
                                        .flatMap(Column::fallback)
                                        .flatMap(RewriteRules::volatileFunction)
                                        .ifPresent(function -> found.at(
                                                function.offset(),
                                                function.text() + "() gives each row another value, so all rows of "
                                                        + table.table()
                                                        + " are written anew while nobody can read or write it.",
                                                Claim.of(table.table(), Work.REWRITTEN))))),
                pg(
                        "serial-column-rewrites",
                        WARN,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.ADD_COLUMN,
                                (table, action) -> action.definition()
                                        .filter(Column::identity)
                                        .ifPresent(column -> found.at(
                                                action.offset(),
                                                "Every row of " + table.table()
                                                        + " is given a number, so all are written anew"
                                                        + " while nobody can read or write it.",
                                                Claim.of(table.table(), Work.REWRITTEN))))),
                pg(
                        "stored-column-rewrites",
                        WARN,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.ADD_COLUMN,
                                (table, action) -> action.definition()
                                        .filter(Column::storedGenerated)
                                        .ifPresent(column -> found.at(
                                                action.offset(),
                                                "The value is computed for all rows of " + table.table()
                                                        + ", which are written anew while nobody can read or write it.",
                                                Claim.of(table.table(), Work.REWRITTEN))))),
                pg(
                        "storage-change-rewrites",
                        WARN,
                        (s, scene, found) -> changes(s, scene, Action.Kind.OTHER, (table, action) -> {
                            if (Stream.of("TABLESPACE", "LOGGED", "UNLOGGED").anyMatch(to -> action.has("SET", to))
                                    || action.has("SET", "ACCESS", "METHOD")) {
                                found.at(
                                        action.offset(),
                                        "All of " + table.table()
                                                + " is written anew while nobody can read or write it.",
                                        Claim.of(table.table(), Work.REWRITTEN));
                            }
                        })),
                pg("vacuum-full-rewrites", WARN, (s, scene, found) -> {
                    if (s.starts("VACUUM") && s.has("FULL") || s.starts("CLUSTER")) {
                        found.at(0, "The table is written anew while nobody can read or write it.");
                    }
                }));
    }

    private static void typeChange(Statement s, Scene scene, Found found) {
        changes(s, scene, Action.Kind.CHANGE_TYPE, (table, action) -> {
            Column column = action.definition().orElseThrow();
            ColumnType to = ColumnType.of(column);
            Optional<ColumnType> from =
                    scene.shapes().column(table.table(), column.name()).map(Shapes.Shape::type);
            // where nobody told what it was, a text without a limit was mostly one with a limit
            boolean unlimited = to.name().equals("text")
                    || to.name().equals("varchar") && to.sizes().isEmpty();
            boolean kept =
                    from.map(before -> before.keptAs(to)).orElse(unlimited) && !Reader.has(column.rest(), "USING");
            if (!kept) {
                found.at(
                        action.offset(),
                        "The new type of " + column.name().text() + (from.isEmpty() ? " may have" : " has")
                                + " all rows of " + table.table()
                                + " written anew while nobody can read or write it.",
                        zoned(to) ? Claim.NONE : Claim.of(table.table(), Work.REWRITTEN, Work.SCANNED));
            }
        });
    }

    /** Whether such a column is rewritten hangs on the session's time zone, which may be another where it was proved. */
    private static boolean zoned(ColumnType to) {
        return to.name().startsWith("timestamp");
    }

    /**
     * Does one of the changes look at, or write, every row, so that another such change could go with it? A longer text
     * may do neither: it is left out.
     */
    static boolean goesOverRows(Sql.AlterTable table) {
        return table.actions().stream().anyMatch(action -> switch (action.kind()) {
            case SET_NOT_NULL -> true;
            case ADD_COLUMN ->
                action.definition()
                        .filter(column -> column.identity()
                                || column.storedGenerated()
                                || column.fallback()
                                        .flatMap(RewriteRules::volatileFunction)
                                        .isPresent())
                        .isPresent();
            case CHANGE_TYPE ->
                action.definition()
                        .filter(column -> Reader.has(column.rest(), "USING")
                                || !Set.of("text", "varchar")
                                        .contains(ColumnType.of(column).name()))
                        .isPresent();
            case ADD_CONSTRAINT ->
                action.constraint()
                        .filter(each -> each.kind() == Constraint.Kind.CHECK && !each.notValid())
                        .isPresent();
            default -> false;
        });
    }

    private static Optional<SqlToken> volatileFunction(List<SqlToken> expression) {
        for (int i = 0; i + 1 < expression.size(); i++) {
            if (VOLATILE.contains(expression.get(i).word())
                    && expression.get(i + 1).is("(")) {
                return Optional.of(expression.get(i));
            }
        }
        return Optional.empty();
    }

    private static StatementRule pg(String id, Severity severity, Check check) {
        return StatementRule.of(Topic.LOCKS, severity, POSTGRESQL, id, check);
    }
}
