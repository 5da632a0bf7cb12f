package io.slipway.release.execute;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.GroupedStatements;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SecretMask;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.StatementReader;
import io.slipway.release.sql.StatementTraits;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.StatementGroups;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends one script's statements as they are read: one after the other, and those that only change rows many in a
 * message, where the database takes that within the open transaction.
 */
public final class ScriptRunner {
    private static final int SHOWN_SQL = 2000;
    /** In characters: a wish to stop, and the progress, wait no longer than for that. */
    private static final int LARGEST_GROUP = 256 << 10;
    /** Fewer are not worth the way back that a group needs. */
    private static final int SMALLEST_GROUP = 8;

    private final Dialect dialect;
    private final Target target;
    private final Cancellation cancellation;
    private final ScriptSource source;
    private final Watcher watcher;
    private int statements;
    private long rows;
    private Optional<Piece> statement = Optional.empty();
    private Optional<Target.CopyRows> copying = Optional.empty();
    /** Statements that were read and wait to be sent together, and how long they are. */
    private final List<Piece> waiting = new ArrayList<>();

    private int waitingLength;
    /** The statement that began the script's own transaction, while that is open. */
    private Optional<Piece> opened = Optional.empty();

    public ScriptRunner(
            Dialect dialect, Target target, Cancellation cancellation, ScriptSource source, Watcher watcher) {
        this.dialect = dialect;
        this.target = target;
        this.cancellation = cancellation;
        this.source = source;
        this.watcher = watcher;
    }

    /** @param rows as the statements reported them */
    public record Ran(int statements, long rows) {}

    /**
     * Told of each statement: before it is sent (and whether to send it), and after the database took or refused it. Of
     * those that go together within a transaction it is told before the first and after the last.
     */
    public interface Watcher {
        Watcher NONE = new Watcher() {};

        /** @return false to pass over the statement, because it was run before */
        default boolean before(int statement, String sql) throws SqlFailure {
            return true;
        }

        /** @throws SqlFailure the database took it, and yet it did not do what it should */
        default void done(int statement, String sql) throws SqlFailure {}

        default void failed(int statement, String sql, SqlFailure failure) {}
    }

    /**
     * @throws ScriptFailure a statement failed; those before it were run
     * @throws SlipwayException {@code cancelled}, {@code script-syntax}, {@code script-directive},
     *     {@code script-transaction-open}
     */
    public Ran run() throws ScriptFailure {
        try (Reader reader = source.reader()) {
            boolean within = target.inTransaction();
            Splitter pieces = Splitters.of(dialect, reader);
            while (pieces.hasNext()) {
                Piece piece = pieces.next();
                if (piece.type() == Piece.Type.STATEMENT) {
                    endCopy();
                    StatementTraits traits = StatementReader.traits(dialect, piece.sql());
                    if (within && GroupedStatements.takes(traits, piece.sql())) {
                        await(piece);
                    } else {
                        sendWaiting();
                        send(piece, traits.copyFromStdin());
                    }
                    if (!within) {
                        opened = target.inTransaction() ? opened.or(() -> statement) : Optional.empty();
                    }
                } else {
                    beside(piece);
                }
            }
            sendWaiting();
            endCopy();
            opened.ifPresent(this::refuseOpen);
        } catch (SqlFailure e) {
            throw failed(statement.orElseThrow(), e);
        } catch (SplitException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, String.valueOf(e.getMessage()), "")
                    .at(new Location(source.shown(), e.line(), e.column()));
        } catch (UncheckedIOException | IOException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                    .at(Location.of(source.shown()))
                    .causedBy(e);
        }
        return new Ran(statements, rows);
    }

    private void refuseOpen(Piece begin) {
        throw SlipwayException.of(
                        ErrorCode.SCRIPT_TRANSACTION_OPEN,
                        "The transaction that begins here is still open when the script ends.",
                        "End it with COMMIT, or leave its beginning out: what it did would be lost.")
                .at(new Location(source.shown(), begin.line(), begin.column()));
    }

    private void send(Piece piece, boolean copies) throws SqlFailure {
        cancellation.check();
        statements++;
        statement = Optional.of(piece);
        if (watcher.before(statements, piece.sql())) {
            if (copies) {
                copying = Optional.of(target.copy(piece.sql()));
            } else {
                rows += target.execute(piece.sql());
                watcher.done(statements, piece.sql());
            }
        }
    }

    private void await(Piece piece) throws SqlFailure {
        waiting.add(piece);
        waitingLength += piece.text().length();
        if (waitingLength >= LARGEST_GROUP) {
            sendWaiting();
        }
    }

    private void sendWaiting() throws SqlFailure {
        List<Piece> group = List.copyOf(waiting);
        waiting.clear();
        waitingLength = 0;
        if (!sentTogether(group)) {
            for (Piece piece : group) {
                send(piece, false);
            }
        }
    }

    /** A group does not tell which of its statements failed: then it has left nothing, and they go one by one. */
    private boolean sentTogether(List<Piece> group) throws SqlFailure {
        Optional<StatementGroups> groups = group.size() < SMALLEST_GROUP ? Optional.empty() : target.groups();
        if (groups.isEmpty()) {
            return false;
        }
        cancellation.check();
        statement = Optional.of(group.get(0));
        watcher.before(statements + 1, group.get(0).sql());
        try {
            rows += groups.get().run(group.stream().map(Piece::sql).toList());
        } catch (SqlFailure e) {
            if (e.connectionLost()) {
                statements++;
                throw e;
            }
            cancellation.check();
            return false;
        }
        statements += group.size();
        watcher.done(statements, group.get(group.size() - 1).sql());
        return true;
    }

    /** What stands beside the statements: rows of a COPY, directives, comments. */
    private void beside(Piece piece) throws SqlFailure {
        switch (piece.type()) {
            case DIRECTIVE -> Directives.check(dialect, piece, source.shown());
            case COPY_DATA -> {
                cancellation.check();
                if (copying.isPresent()) {
                    copying.get().write(piece.text());
                }
            }
            case COPY_END -> endCopy();
            case BLANK, STATEMENT -> {
                // nothing to send
            }
        }
    }

    private void endCopy() throws SqlFailure {
        Optional<Target.CopyRows> rowsOf = copying;
        copying = Optional.empty();
        if (rowsOf.isPresent()) {
            rows += rowsOf.get().finish();
            watcher.done(statements, statement.orElseThrow().sql());
        }
    }

    private ScriptFailure failed(Piece piece, SqlFailure failure) {
        watcher.failed(statements, piece.sql(), failure);
        cancellation.check();
        Location where = where(piece, failure);
        String masked =
                SecretMask.of(piece.sql().substring(0, Math.min(piece.sql().length(), 2 * SHOWN_SQL)));
        String sql = masked.length() > SHOWN_SQL ? masked.substring(0, SHOWN_SQL) + " …" : masked;
        return new ScriptFailure(
                new ScriptFailure.FailedAt(
                        source.shown(),
                        statements,
                        where.line(),
                        where.column(),
                        failure.sqlState(),
                        failure.getMessage(),
                        sql),
                failure);
    }

    /** The database counts code points of the statement, which starts where its piece starts. */
    private Location where(Piece piece, SqlFailure failure) {
        int line = piece.line();
        int column = piece.column();
        int position = failure.position().orElse(1) - 1;
        for (int i = 0, seen = 0; i < piece.text().length() && seen < position; seen++) {
            int c = piece.text().codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Location(source.shown(), line, column);
    }
}
