package io.slipway.release.estimate;

import io.slipway.release.execute.ScriptSource;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.SqlToken;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * @param verb {@code UPDATE}, {@code DELETE}, {@code INSERT} (of a query's rows), {@code MERGE} or {@code TRUNCATE}
     * @param tables as written; empty where that could not be read
     * @param all it has no condition
     */
    public record Change(String verb, List<String> tables, boolean all, String sql) {}

    public static List<Change> of(Dialect dialect, ScriptSource source) {
        List<Change> changes = new ArrayList<>();
        try (Reader reader = source.reader()) {
            Splitter pieces = Splitters.of(dialect, reader);
            long length = 0;
            for (int i = 0; i < STATEMENTS && length < LENGTH && pieces.hasNext(); i++) {
                Piece piece = pieces.next();
                length += piece.text().length();
                if (piece.type() == Piece.Type.STATEMENT) {
                    change(SqlToken.of(dialect, piece.sql(), STATEMENTS * STATEMENTS), piece.sql())
                            .ifPresent(changes::add);
                }
            }
        } catch (SplitException e) {
            // the proof would have refused it: what was read is what there is
            return changes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changes;
    }

    private static Optional<Change> change(List<SqlToken> tokens, String sql) {
        String verb = tokens.isEmpty() ? "" : tokens.get(0).word();
        return switch (verb) {
            case "TRUNCATE" -> Optional.of(new Change(verb, truncated(tokens), true, sql));
            case "DELETE", "UPDATE" ->
                Optional.of(new Change(verb, named(tokens, verb.equals("DELETE") ? 2 : 1), !has(tokens, "WHERE"), sql));
            case "INSERT", "MERGE" ->
                verb.equals("MERGE") || has(tokens, "SELECT")
                        ? Optional.of(new Change(verb, named(tokens, 2), false, sql))
                        : Optional.empty();
            default -> Optional.empty();
        };
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

    private static List<String> name(List<SqlToken> tokens, int from) {
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
