package io.slipway.release.rules;

import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.rules.Rule.LooksAt;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.AlterTable;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.sql.Dialect;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A rule that looks at one statement and at what stands around it. */
record StatementRule(Rule rule, Check check, Asked asked) {

    /** Of statements that only read or write rows there are many. */
    enum Asked {
        OF_ROWS,
        OF_OTHERS,
        OF_ALL
    }

    @FunctionalInterface
    interface Check {
        void check(Statement statement, Scene scene, Found found);
    }

    /** Where a check says what it found. */
    @FunctionalInterface
    interface Found {
        /**
         * @param offset where, from the start of the statement
         * @param claim what a proof would have seen if it is so
         */
        void at(int offset, String message, Claim claim);

        default void at(int offset, String message) {
            at(offset, message, Claim.NONE);
        }
    }

    /**
     * What a finding says that the database does with all rows: a proof that saw none of it refutes the finding.
     *
     * @param works one of these; empty when it says nothing of the kind
     * @param table whose rows, where the statement names it
     */
    record Claim(Set<Work> works, Optional<Name> table) {
        static final Claim NONE = new Claim(Set.of(), Optional.empty());

        static Claim of(Name table, Work... works) {
            return new Claim(Set.of(works), Optional.of(table));
        }
    }

    static StatementRule of(Topic topic, Severity severity, Set<Dialect> dialects, String id, Check check) {
        return new StatementRule(new Rule(id, topic, severity, dialects, LooksAt.STATEMENT), check, Asked.OF_OTHERS);
    }

    /** The same, for statements that read or write rows. */
    StatementRule ofRows() {
        return new StatementRule(rule, check, Asked.OF_ROWS);
    }

    /** The same, for those and the others. */
    StatementRule ofAll() {
        return new StatementRule(rule, check, Asked.OF_ALL);
    }

    /** Each column that a statement defines, with its table. */
    static void columns(Statement statement, BiConsumer<Name, Column> column) {
        if (statement.read() instanceof CreateTable made) {
            made.columns().forEach(each -> column.accept(made.name(), each));
        } else if (statement.read() instanceof AlterTable altered) {
            altered.actions()
                    .forEach(action -> action.definition()
                            .filter(d -> action.kind() == Action.Kind.ADD_COLUMN)
                            .ifPresent(each -> column.accept(altered.table(), each)));
        }
    }

    /** The changes of this kind to a table that was there before. */
    static void changes(Statement statement, Scene scene, Action.Kind kind, BiConsumer<AlterTable, Action> change) {
        altered(statement, scene)
                .ifPresent(table -> table.actions().stream()
                        .filter(action -> action.kind() == kind)
                        .forEach(action -> change.accept(table, action)));
    }

    /** The constraints of this kind that a table which was there before is given, other than with a new column. */
    static void added(Statement statement, Scene scene, Constraint.Kind kind, BiConsumer<AlterTable, Constraint> one) {
        changes(
                statement,
                scene,
                Action.Kind.ADD_CONSTRAINT,
                (table, action) -> action.constraint()
                        .filter(constraint -> constraint.kind() == kind)
                        .ifPresent(constraint -> one.accept(table, constraint)));
    }

    /** The statement, if it alters a table that was there before. */
    static Optional<AlterTable> altered(Statement statement, Scene scene) {
        return statement.read() instanceof AlterTable table && !scene.isNew(table.table(), statement)
                ? Optional.of(table)
                : Optional.empty();
    }

    /** Each name that a statement gives to something. */
    static void names(Statement statement, Consumer<Name> name) {
        if (statement.read() instanceof CreateTable made) {
            name.accept(made.name());
            made.columns().forEach(column -> name.accept(column.name()));
            made.constraints().forEach(constraint -> constraint.name().ifPresent(name));
        } else if (statement.read() instanceof AlterTable altered) {
            altered.actions().forEach(action -> names(action, name));
        } else if (statement.read() instanceof Sql.CreateIndex index) {
            index.name().ifPresent(name);
        } else if (statement.read() instanceof Sql.Create made && !made.kind().equals("EXTENSION")) {
            name.accept(made.name());
        } else if (statement.read() instanceof Sql.Rename renamed) {
            name.accept(renamed.to());
        }
    }

    private static void names(Action action, Consumer<Name> name) {
        action.to().ifPresent(name);
        if (action.kind() == Action.Kind.ADD_COLUMN) {
            action.column().ifPresent(name);
        }
        action.constraint().flatMap(Constraint::name).ifPresent(name);
    }
}
