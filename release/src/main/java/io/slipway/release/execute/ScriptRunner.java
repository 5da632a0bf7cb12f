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
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Sends one script's statements, one after the other, as they are read. */
public final class ScriptRunner {
    private static final int SHOWN_SQL = 2000;
    private final Dialect dialect;
    private final Target target;
    private final Cancellation cancellation;
    private final ScriptSource source;
    private final Watcher watcher;
    private int statements;
    private long rows;
    private Optional<Piece> statement = Optional.empty();
    private Optional<Target.CopyRows> copying = Optional.empty();
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

    /** Told of each statement: before it is sent (and whether to send it), and after the database took or refused it. */
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
                    cancellation.check();
                    statements++;
                    statement = Optional.of(piece);
                    if (watcher.before(statements, piece.sql()) && !startsCopy(piece)) {
                        rows += target.execute(piece.sql());
                        watcher.done(statements, piece.sql());
                    }
                    if (!within) {
                        opened = target.inTransaction() ? opened.or(() -> statement) : Optional.empty();
                    }
                } else {
                    beside(piece);
                }
            }
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

    private boolean startsCopy(Piece piece) throws SqlFailure {
        boolean copies = StatementReader.traits(dialect, piece.sql()).copyFromStdin();
        if (copies) {
            copying = Optional.of(target.copy(piece.sql()));
        }
        return copies;
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
        String sql = piece.sql().length() > SHOWN_SQL ? piece.sql().substring(0, SHOWN_SQL) + " …" : piece.sql();
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
