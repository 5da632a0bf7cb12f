package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/** What a statement was read as. Only what rules ask for is told apart. */
sealed interface Sql {

    /**
     * @param derived its columns are said elsewhere: {@code AS SELECT}, {@code LIKE}, {@code PARTITION OF}, {@code OF}
     * @param options what stands behind the columns
     */
    record CreateTable(
            Name name,
            boolean temporary,
            boolean unlogged,
            boolean derived,
            boolean inherits,
            List<Column> columns,
            List<Constraint> constraints,
            List<SqlToken> options)
            implements Sql {}

    record AlterTable(Name table, List<Action> actions) implements Sql {}

    /**
     * @param columns empty when it is over expressions
     * @param shape what tells it from another: method, columns, orders and classes, all behind the table's name
     */
    record CreateIndex(
            Optional<Name> name,
            Name table,
            boolean unique,
            boolean concurrently,
            boolean fulltext,
            boolean partial,
            List<Name> columns,
            List<String> shape,
            int offset)
            implements Sql {}

    /** @param kind in capitals, such as {@code TABLE} or {@code MATERIALIZED VIEW} */
    record Drop(String kind, List<Name> names, boolean ifExists, boolean cascade, boolean concurrently)
            implements Sql {}

    /** A view, routine or trigger, or another object of which rules know only the name. */
    record Create(String kind, Name name, boolean orReplace, boolean ifNotExists) implements Sql {}

    /** @param verb {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code REPLACE}, {@code COPY} … */
    record Data(String verb, Optional<Name> table) implements Sql {}

    record Rename(Name from, Name to) implements Sql {}

    record Truncate(List<Name> tables, boolean cascade) implements Sql {}

    /** Anything else, known by its first words. */
    record Other() implements Sql {}

    /** It begins like one of these, and goes on as none of them does. */
    record Unreadable(String why) implements Sql {}

    /**
     * One of the changes of an {@code ALTER TABLE}.
     *
     * @param column the column it is about
     * @param to the new name of a renaming
     * @param tokens all of it
     */
    record Action(
            Kind kind,
            Optional<Name> column,
            Optional<Name> to,
            Optional<Column> definition,
            Optional<Constraint> constraint,
            List<SqlToken> tokens) {

        enum Kind {
            ADD_COLUMN,
            DROP_COLUMN,
            CHANGE_TYPE,
            SET_NOT_NULL,
            DROP_NOT_NULL,
            DROP_DEFAULT,
            ADD_CONSTRAINT,
            DROP_CONSTRAINT,
            VALIDATE_CONSTRAINT,
            DROP_PRIMARY_KEY,
            RENAME_COLUMN,
            RENAME_TABLE,
            /** MySQL's {@code MODIFY} and {@code CHANGE}, which say all of a column anew. */
            MODIFY_COLUMN,
            SET_SCHEMA,
            OTHER
        }

        static Action of(Kind kind, List<SqlToken> tokens) {
            return new Action(kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), tokens);
        }

        static Action onColumn(Kind kind, Name column, List<SqlToken> tokens) {
            return new Action(kind, Optional.of(column), Optional.empty(), Optional.empty(), Optional.empty(), tokens);
        }

        boolean has(String... keywords) {
            return Reader.has(tokens, keywords);
        }

        int offset() {
            return tokens.isEmpty() ? 0 : tokens.get(0).offset();
        }
    }
}
