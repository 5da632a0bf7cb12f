package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function that a statement calls while the script runs: not one in the body of a routine that it only makes.
 *
 * @param arguments what stands in the parentheses
 * @param offset where its name starts, from the start of the statement
 */
record Call(String function, Optional<String> schema, List<SqlToken> arguments, int offset) {
    private static final String[] RUNNING = {"SELECT", "WITH", "VALUES", "CALL", "DO", "INSERT", "UPDATE", "DELETE"};

    /** Behind these a name with parentheses is that of a table and its columns. */
    private static final Set<String> TABLE_BEHIND = Set.of("INTO", "WITH", "RECURSIVE", "AS", "TABLE", "UPDATE", "ON");

    /** @param functions in capitals */
    static Stream<Call> of(Statement statement, Set<String> functions) {
        if (!statement.startsAny(RUNNING)) {
            return Stream.empty();
        }
        Stream<Call> own =
                functions.stream().anyMatch(statement::has) ? of(statement.tokens(), 0, functions) : Stream.empty();
        Stream<Call> inBlock = statement.starts("DO")
                ? Body.of(statement).stream().flatMap(body -> of(body.tokens(), body.offset(), functions))
                : Stream.empty();
        return Stream.concat(own, inBlock);
    }

    private static Stream<Call> of(List<SqlToken> tokens, int offset, Set<String> functions) {
        return IntStream.range(0, tokens.size() - 1)
                .filter(i -> functions.contains(tokens.get(i).word())
                        && tokens.get(i + 1).is("(")
                        && (i == 0 || !TABLE_BEHIND.contains(tokens.get(i - 1).word())))
                .mapToObj(i -> new Call(
                        tokens.get(i).word(),
                        i > 1 && tokens.get(i - 1).is(".")
                                ? Optional.of(tokens.get(i - 2).folded())
                                : Optional.empty(),
                        new Reader(tokens.subList(i + 1, tokens.size())).parentheses(),
                        offset + tokens.get(i).offset()));
    }

    /** Is it the server's own, and not one of this name in a schema of the project? */
    boolean builtIn() {
        return schema.isEmpty() || schema.get().equals("pg_catalog");
    }
}
