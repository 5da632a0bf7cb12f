package io.slipway.release.sql;

import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether a script may be sent together with others, without looking at what each statement answers. So may PostgreSQL's
 * that change the schema: they report no rows, run in a transaction, and set nothing that what follows would be read by.
 */
public final class BatchedStatements {
    private static final Set<String> ACTIONS = Set.of("CREATE", "ALTER", "DROP");
    private static final Set<String> OBJECTS = Set.of(
            "AGGREGATE",
            "CAST",
            "COLLATION",
            "DOMAIN",
            "FUNCTION",
            "INDEX",
            "OPERATOR",
            "OPERATOR CLASS",
            "OPERATOR FAMILY",
            "POLICY",
            "PROCEDURE",
            "ROUTINE",
            "RULE",
            "SCHEMA",
            "SEQUENCE",
            "STATISTICS",
            "TABLE",
            "TRIGGER",
            "TYPE",
            "VIEW");
    private static final Set<String> OTHERS = Set.of("COMMENT", "GRANT", "REVOKE");
    /** What is made from a query reports its rows. */
    private static final Pattern FROM_QUERY = Pattern.compile("\\bAS\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern GENERATED =
            Pattern.compile("\\bGENERATED\\s+(ALWAYS|BY\\s+DEFAULT)\\s+AS\\b", Pattern.CASE_INSENSITIVE);

    /** What event triggers do not tell exactly enough. */
    private static final Set<String> UNSAID = Set.of(
            "GRANT",
            "REVOKE",
            "ALTER SCHEMA",
            "CREATE CAST",
            "DROP CAST",
            "CREATE RULE",
            "ALTER TYPE",
            "ALTER DOMAIN",
            "ALTER FUNCTION",
            "ALTER PROCEDURE",
            "ALTER ROUTINE",
            "ALTER VIEW");

    /** Of a script that is not taken back: what goes along is not named. */
    private static final Pattern DROPS_MORE =
            Pattern.compile("\\bCASCADE\\b|^\\s*ALTER\\b.*\\bDROP\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private BatchedStatements() {}

    /** The statements of such a script; empty when it is none, or cannot be read. */
    public static Optional<List<String>> of(Dialect dialect, Reader script) {
        return read(dialect, script, sql -> batched(StatementReader.traits(dialect, sql), sql));
    }

    private static Optional<List<String>> read(Dialect dialect, Reader script, Predicate<String> takes) {
        if (dialect != Dialect.POSTGRESQL) {
            return Optional.empty();
        }
        List<String> statements = new ArrayList<>();
        try {
            Splitter pieces = Splitters.of(dialect, script);
            while (pieces.hasNext()) {
                Piece piece = pieces.next();
                if (piece.type() == Piece.Type.BLANK) {
                    continue;
                }
                if (piece.type() != Piece.Type.STATEMENT || !takes.test(piece.sql())) {
                    return Optional.empty();
                }
                statements.add(piece.sql());
            }
        } catch (SplitException | UncheckedIOException e) {
            return Optional.empty();
        }
        return Optional.of(statements);
    }

    /**
     * The statements of a script that is proved together with others: those above less privileges, of which the server
     * does not say on what they are, and besides those that only change rows.
     *
     * @param back of a rollback, which may drop anything; columns that a script drops are looked at one by one
     */
    public static Optional<List<String>> proved(Dialect dialect, Reader script, boolean back) {
        return read(dialect, script, sql -> {
            StatementTraits traits = StatementReader.traits(dialect, sql);
            if (GroupedStatements.takes(traits, sql)) {
                return true;
            }
            return !UNSAID.contains(traits.verb())
                    && batched(traits, sql)
                    && (back
                            || !DROPS_MORE.matcher(sql).find() && !traits.verb().equals("DROP SCHEMA"));
        });
    }

    private static boolean batched(StatementTraits traits, String sql) {
        if (traits.outsideTransaction() || traits.transactionControl()) {
            return false;
        }
        String verb = traits.verb();
        int space = verb.indexOf(' ');
        if (space < 0) {
            return OTHERS.contains(verb);
        }
        return ACTIONS.contains(verb.substring(0, space))
                && OBJECTS.contains(verb.substring(space + 1))
                && !(verb.equals("CREATE TABLE")
                        && FROM_QUERY
                                .matcher(GENERATED.matcher(sql).replaceAll(""))
                                .find());
    }
}
