package io.slipway.release.rules;

import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The body of a routine of PostgreSQL, which is a string of its statement.
 *
 * @param offset where it starts in its statement
 */
record Body(int offset, List<SqlToken> tokens) {

    /** Those of a statement that makes a routine, or of a {@code DO}; in other languages than SQL there are none. */
    static List<Body> of(Statement statement) {
        boolean routine = statement.starts("DO")
                || statement.read() instanceof Sql.Create made
                        && (made.kind().equals("FUNCTION") || made.kind().equals("PROCEDURE"));
        if (!routine) {
            return List.of();
        }
        boolean block = statement.starts("DO");
        List<SqlToken> tokens = statement.tokens();
        return IntStream.range(1, tokens.size())
                .filter(i -> tokens.get(i).kind() == SqlToken.Kind.STRING
                        && (tokens.get(i).text().startsWith("$")
                                || block
                                || tokens.get(i - 1).is("AS")))
                .mapToObj(tokens::get)
                .flatMap(Body::read)
                .toList();
    }

    private static Stream<Body> read(SqlToken token) {
        try {
            return Stream.of(new Body(token.contentOffset(), SqlToken.of(Dialect.POSTGRESQL, token.content())));
        } catch (SplitException e) {
            // another language, with quotes of its own
            return Stream.empty();
        }
    }
}
