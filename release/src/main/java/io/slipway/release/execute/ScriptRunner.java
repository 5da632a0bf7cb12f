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

/** Sends a script's statements, one after the other, as they are read. */
public final class ScriptRunner {
    private static final int SHOWN_SQL = 2000;
    private final Dialect dialect;
    private final Target target;
    private final Cancellation cancellation;

    public ScriptRunner(Dialect dialect, Target target, Cancellation cancellation) {
        this.dialect = dialect;
        this.target = target;
        this.cancellation = cancellation;
    }

    /** @param rows as the statements reported them */
    public record Ran(int statements, long rows) {}

    /** Told of each statement: before it is sent (and whether to send it), and after the database took or refused it. */
    public interface Watcher {
        Watcher NONE = new Watcher() {};

        /** @return false to pass over the statement, because it was run before */
        default boolean before(int statement, String sql) {
            return true;
        }

        default void done(int statement, String sql) {}

        default void failed(int statement, String sql, SqlFailure failure) {}
    }

    /**
     * @throws ScriptFailure a statement failed; those before it were run
     * @throws SlipwayException {@code cancelled}, {@code script-syntax}, {@code script-directive}
     */
    public Ran run(ScriptSource source, Watcher watcher) throws ScriptFailure {
        Run run = new Run(source, watcher);
        try (Reader reader = source.reader()) {
            Splitter pieces = Splitters.of(dialect, reader);
            while (pieces.hasNext()) {
                run.take(pieces.next());
            }
            run.endOfRows();
        } catch (SplitException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, String.valueOf(e.getMessage()), "")
                    .at(new Location(source.shown(), e.line(), e.column()));
        } catch (UncheckedIOException | IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                    .at(Location.of(source.shown()))
                    .causedBy(e);
        }
        return new Ran(run.statements, run.rows);
    }

    /** One script under way. */
    private final class Run {
        private final ScriptSource source;
        private final Watcher watcher;
        private int statements;
        private long rows;
        private Target.@org.jspecify.annotations.Nullable CopyRows copying;
        private @org.jspecify.annotations.Nullable Piece copyStatement;

        Run(ScriptSource source, Watcher watcher) {
            this.source = source;
            this.watcher = watcher;
        }

        void take(Piece piece) throws ScriptFailure {
            switch (piece.type()) {
                case BLANK -> {}
                case DIRECTIVE -> Directives.check(dialect, piece, source.shown());
                case STATEMENT -> statement(piece);
                case COPY_DATA -> copyData(piece);
                case COPY_END -> endOfRows();
            }
        }

        private void statement(Piece piece) throws ScriptFailure {
            endOfRows();
            cancellation.check();
            statements++;
            if (!watcher.before(statements, piece.sql())) {
                return;
            }
            try {
                if (StatementReader.traits(dialect, piece.sql()).copyFromStdin()) {
                    copyStatement = piece;
                    copying = target.copy(piece.sql());
                } else {
                    rows += target.execute(piece.sql());
                    watcher.done(statements, piece.sql());
                }
            } catch (SqlFailure e) {
                throw failed(piece, e);
            }
        }

        private void copyData(Piece piece) throws ScriptFailure {
            Target.CopyRows into = copying;
            Piece statement = copyStatement;
            if (into == null || statement == null) {
                return;
            }
            cancellation.check();
            try {
                into.write(piece.text());
            } catch (SqlFailure e) {
                copying = null;
                throw failed(statement, e);
            }
        }

        private void endOfRows() throws ScriptFailure {
            Target.CopyRows into = copying;
            Piece statement = copyStatement;
            if (into == null || statement == null) {
                return;
            }
            copying = null;
            try {
                rows += into.finish();
                watcher.done(statements, statement.sql());
            } catch (SqlFailure e) {
                throw failed(statement, e);
            }
        }

        private ScriptFailure failed(Piece piece, SqlFailure failure) {
            cancellation.check();
            watcher.failed(statements, piece.sql(), failure);
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

        private Location where(Piece piece, SqlFailure failure) {
            int line = piece.line();
            int column = piece.column();
            // positions count characters (code points) of the statement, which starts where its piece starts
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
}
