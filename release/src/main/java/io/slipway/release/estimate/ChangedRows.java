package io.slipway.release.estimate;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.RowChange;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Survey.PartQuery;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The statements of a script that change or empty what is in tables, as far as they can be told apart by their words;
 * of a long script the first ones.
 */
public final class ChangedRows {
    private static final int STATEMENTS = 200;
    private static final int LENGTH = 100_000;
    private static final Set<String> BETWEEN = Set.of("TABLE", "ONLY", ",", "*");
    private static final Set<String> AFTER = Set.of("RESTART", "CONTINUE", "CASCADE", "RESTRICT");

    private ChangedRows() {}

    /**
     * @param verb {@code UPDATE}, {@code DELETE}, {@code INSERT} (of a query's rows), {@code MERGE}, {@code TRUNCATE},
     *     {@code CREATE} of a table or materialized view that a query fills, or {@code INDEX} that sorts its rows or has part of them
     * @param tables as written; empty where that could not be read. Of what is created only where it may be there already
     * @param all it has no condition
     * @param deletes whether it takes rows away
     * @param cascade it takes rows of other tables with them
     * @param sql what can be planned
     * @param query that gives the rows which are inserted or created; empty where none does or it could not be told apart
     * @param part which rows of its one table an UPDATE or DELETE changes, what the query of one table gives that fills
     *     another, or which keys or rows an index has; empty where that could not be told apart
     */
    public record Change(
            String verb,
            List<String> tables,
            boolean all,
            boolean deletes,
            boolean cascade,
            String sql,
            Optional<String> query,
            Optional<Part> part) {

        Change with(Optional<Part> other) {
            return new Change(verb, tables, all, deletes, cascade, sql, query, other);
        }
    }

    /**
     * A query that can be asked of a part of a table.
     *
     * @param table as written
     * @param grows it gives the more rows, the more there are: it does not put several together, nor give only the first
     */
    public record Part(String table, PartQuery query, boolean grows) {}

    public static List<Change> of(Dialect dialect, ScriptSource source) {
        List<Change> changes = new ArrayList<>();
        each(dialect, source, (sql, tokens) -> {
            RowChange.of(dialect, tokens, sql).forEach(part -> change(part).ifPresent(changes::add));
            FilledTable.of(tokens, sql).ifPresent(changes::add);
            PartialIndex.of(tokens, sql).ifPresent(changes::add);
            changes.addAll(IndexKeys.of(tokens, sql));
        });
        return changes;
    }

    /** Columns whose values the script replaces by others while it changes their types. */
    public static List<ReplacedValues> replaced(Dialect dialect, ScriptSource source) {
        List<ReplacedValues> replaced = new ArrayList<>();
        each(dialect, source, (sql, tokens) -> replaced.addAll(ReplacedValues.of(tokens)));
        return replaced;
    }

    /** Columns that an UPDATE leaves without values. */
    public static List<NulledValues> nulled(Dialect dialect, ScriptSource source) {
        List<NulledValues> nulled = new ArrayList<>();
        each(
                dialect,
                source,
                (sql, tokens) -> RowChange.of(dialect, tokens, sql)
                        .forEach(part ->
                                change(part).ifPresent(change -> nulled.addAll(NulledValues.of(part, change)))));
        return nulled;
    }

    public static RetypedColumns retyped(Dialect dialect, ScriptSource source) {
        RetypedColumns retyped = new RetypedColumns();
        each(dialect, source, (sql, tokens) -> retyped.add(tokens));
        return retyped;
    }

    /** Columns that become timestamps, of a change that keeps everybody out of a table. */
    public static List<Retimed> retimed(Dialect dialect, ChangeProof proof, ScriptSource source) {
        if (dialect != Dialect.POSTGRESQL
                || proof.locks().stream()
                        .noneMatch(lock -> lock.object().startsWith("table ")
                                && lock.mode().equals(LockMode.ACCESS_EXCLUSIVE.shown()))) {
            return List.of();
        }
        List<Retimed> retimed = new ArrayList<>();
        each(dialect, source, (sql, tokens) -> retimed.addAll(Retimed.of(tokens)));
        return retimed;
    }

    private static void each(Dialect dialect, ScriptSource source, BiConsumer<String, List<SqlToken>> statement) {
        try (Reader reader = source.reader()) {
            Splitter pieces = Splitters.of(dialect, reader);
            long length = 0;
            for (int i = 0; i < STATEMENTS && length < LENGTH && pieces.hasNext(); i++) {
                Piece piece = pieces.next();
                length += piece.text().length();
                if (piece.type() == Piece.Type.STATEMENT) {
                    statement.accept(piece.sql(), SqlToken.of(dialect, piece.sql(), STATEMENTS * STATEMENTS));
                }
            }
        } catch (SplitException e) {
            // the proof would have refused it: what was read is what there is
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Change> change(RowChange part) {
        List<SqlToken> tokens = part.tokens();
        return switch (part.verb()) {
            case "TRUNCATE" -> Optional.of(change(part, truncated(tokens), true));
            case "DELETE" -> Optional.of(change(part, named(tokens, 2), part.outside("WHERE") < 0));
            case "UPDATE" -> Optional.of(change(part, named(tokens, 1), part.outside("WHERE") < 0));
            case "MERGE" -> Optional.of(change(part, named(tokens, 2), false));
            case "INSERT" ->
                has(tokens, "SELECT") ? Optional.of(change(part, named(tokens, 2), false)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Change change(RowChange part, List<String> tables, boolean all) {
        boolean cascade = part.verb().equals("TRUNCATE") && part.outside("CASCADE") >= 0;
        Optional<String> query = query(part);
        return new Change(
                part.verb(),
                tables,
                all,
                part.deletes(),
                cascade,
                part.sql(),
                query,
                query.isPresent() ? PartOfTable.of(query.get()) : PartOfTable.picked(part));
    }

    /** What gives an INSERT its rows, where it stands by itself. */
    private static Optional<String> query(RowChange part) {
        int select = part.outside("SELECT");
        int with = part.outside("WITH");
        int from = with >= 0 && with < select ? with : select;
        if (!part.verb().equals("INSERT") || from < 0 || part.outside("CONFLICT") >= 0) {
            return Optional.empty();
        }
        return text(part, from, part.outside("RETURNING"));
    }

    /**
     * What stands from one token of a part to another.
     *
     * @param end the token it ends before; -1 for all that follows
     */
    static Optional<String> text(RowChange part, int from, int end) {
        SqlToken first = part.tokens().get(0);
        SqlToken begins = part.tokens().get(from);
        // of a part of a body the places are those in the whole
        for (int base : new int[] {0, first.offset()}) {
            int at = begins.offset() - base;
            if (part.sql().startsWith(first.text(), first.offset() - base)
                    && part.sql().startsWith(begins.text(), at)) {
                return Optional.of(part.sql()
                        .substring(
                                at,
                                end < 0
                                        ? part.sql().length()
                                        : part.tokens().get(end).offset() - base));
            }
        }
        return Optional.empty();
    }

    private static boolean has(List<SqlToken> tokens, String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    private static List<String> named(List<SqlToken> tokens, int from) {
        int at = from < tokens.size() && tokens.get(from).is("ONLY") ? from + 1 : from;
        List<String> name = name(tokens, at);
        return name.isEmpty() ? List.of() : List.of(String.join("", name));
    }

    private static List<String> truncated(List<SqlToken> tokens) {
        List<String> tables = new ArrayList<>();
        int at = 1;
        while (at < tokens.size()) {
            if (BETWEEN.contains(tokens.get(at).word())) {
                at++;
                continue;
            }
            List<String> name = AFTER.contains(tokens.get(at).word()) ? List.of() : name(tokens, at);
            if (name.isEmpty()) {
                break;
            }
            tables.add(String.join("", name));
            at += name.size();
        }
        return List.copyOf(tables);
    }

    /** The parts of the name that stands there; empty where none does. */
    static List<String> name(List<SqlToken> tokens, int from) {
        List<String> name = new ArrayList<>();
        for (int at = from; at < tokens.size() && tokens.get(at).nameable(); at += 2) {
            name.add(tokens.get(at).text());
            if (at + 1 >= tokens.size() || !tokens.get(at + 1).is(".")) {
                break;
            }
            name.add(".");
        }
        return name;
    }
}
