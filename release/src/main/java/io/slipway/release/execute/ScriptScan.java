package io.slipway.release.execute;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.StatementReader;
import io.slipway.release.sql.StatementTraits;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What reading a script through, without running it, tells.
 *
 * @param statements how many it has
 * @param outsideTransaction the first statement that the database refuses inside a transaction, or that ends one
 */
public record ScriptScan(int statements, Optional<String> outsideTransaction) {
    /** They reach beyond the database the script is for, on the reference server as well as on a target's. */
    private static final Set<String> BEYOND_DATABASE = Set.of("CREATE DATABASE", "DROP DATABASE");

    /** In MySQL a schema is a database. */
    private static final Set<String> BEYOND_MYSQL_DATABASE = Set.of("CREATE SCHEMA", "DROP SCHEMA");

    /** They make transactions that a server keeps when the script is over, and that somebody else must end. */
    private static final Set<String> BEYOND_SCRIPT = Set.of("PREPARE TRANSACTION", "XA");

    private static final int SHOWN = 10;

    /** @throws SlipwayException {@code script-syntax}, {@code script-directive} naming every place */
    public static ScriptScan of(Dialect dialect, ScriptSource source) {
        int statements = 0;
        Optional<String> outside = Optional.empty();
        List<SlipwayException> refused = new ArrayList<>();
        try (Reader reader = source.reader()) {
            Splitter pieces = Splitters.of(dialect, reader);
            while (pieces.hasNext()) {
                Piece piece = pieces.next();
                if (piece.type() == Piece.Type.STATEMENT) {
                    statements++;
                    StatementTraits traits = StatementReader.traits(dialect, piece.sql());
                    if (beyondDatabase(dialect, traits.verb())) {
                        refused.add(beyond(traits.verb(), piece, source.shown()));
                    } else if (BEYOND_SCRIPT.contains(traits.verb())) {
                        refused.add(outliving(traits.verb(), piece, source.shown()));
                    }
                    if (outside.isEmpty() && (traits.outsideTransaction() || traits.transactionControl())) {
                        outside = Optional.of(traits.verb());
                    }
                } else if (piece.type() == Piece.Type.DIRECTIVE) {
                    try {
                        Directives.check(dialect, piece, source.shown());
                    } catch (SlipwayException e) {
                        refused.add(e);
                    }
                }
            }
        } catch (SplitException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, String.valueOf(e.getMessage()), "")
                    .at(new Location(source.shown(), e.line(), e.column()));
        } catch (UncheckedIOException | IOException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                    .at(Location.of(source.shown()))
                    .causedBy(e);
        }
        if (!refused.isEmpty()) {
            throw together(refused);
        }
        return new ScriptScan(statements, outside);
    }

    private static boolean beyondDatabase(Dialect dialect, String verb) {
        return BEYOND_DATABASE.contains(verb) || dialect == Dialect.MYSQL && BEYOND_MYSQL_DATABASE.contains(verb);
    }

    private static SlipwayException beyond(String verb, Piece piece, String shown) {
        return SlipwayException.of(
                        ErrorCode.SCRIPT_DIRECTIVE,
                        "'" + verb + "' reaches beyond the database that the script is for.",
                        "Remove it. Databases are provisioned, not deployed.")
                .at(new Location(shown, piece.line(), piece.column()));
    }

    private static SlipwayException outliving(String verb, Piece piece, String shown) {
        return SlipwayException.of(
                        ErrorCode.SCRIPT_DIRECTIVE,
                        "'" + verb + "' is for transactions that outlive the script, in two phases.",
                        "End the transaction with COMMIT.")
                .at(new Location(shown, piece.line(), piece.column()));
    }

    /** The first complaint, with the places of the others, so that one round of mending is enough. */
    private static SlipwayException together(List<SlipwayException> refused) {
        SlipwayException first = refused.get(0);
        if (refused.size() == 1) {
            return first;
        }
        StringBuilder message = new StringBuilder(first.getMessage()).append(" So it is with");
        refused.stream()
                .skip(1)
                .limit(SHOWN)
                .forEach(e -> message.append(message.charAt(message.length() - 1) == ')' ? ", line " : " line ")
                        .append(e.location().map(Location::line).orElse(0))
                        .append(" (")
                        .append(e.getMessage(), 0, e.getMessage().indexOf('\'', 1) + 1)
                        .append(')'));
        return SlipwayException.of(ErrorCode.SCRIPT_DIRECTIVE, message.toString(), first.help())
                .at(first.location().orElseThrow());
    }
}
