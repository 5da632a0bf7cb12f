package io.slipway.release.deploy;

import io.slipway.release.error.SlipwayException;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment to many databases ended.
 *
 * @param rows one for each database that was asked for, in their order
 * @param stop why not all were begun; empty when they were
 */
public record WaveResult(String environment, String version, List<Row> rows, Optional<Stop> stop, long millis) {

    /** Why no further database is begun. */
    public enum Stop {
        /** One of those that went first failed. */
        CANARY,
        /** More failed than may. */
        FAILURES,
        /** What was refused would be refused everywhere. */
        REFUSED,
        /** Somebody wished it. */
        CANCELLED
    }

    /** How it ended on one database. */
    public enum End {
        COMPLETED,
        NOTHING_TO_DO,
        /** It was not let; the database is as before. */
        REFUSED,
        FAILED,
        NOT_BEGUN
    }

    /**
     * One database.
     *
     * @param applied how many changes ran
     * @param notRun how many were left out by labels or contexts or, after a failure, not reached
     * @param asBefore the database is as it was before
     * @param failedPath the change that failed
     */
    public record Row(
            String database,
            End end,
            int applied,
            int notRun,
            long millis,
            boolean asBefore,
            Optional<String> failedPath,
            Optional<SlipwayException> error) {

        static Row notBegun(String database) {
            return new Row(database, End.NOT_BEGUN, 0, 0, 0, true, Optional.empty(), Optional.empty());
        }

        static Row of(String database, DeployResult result, long millis) {
            if (result instanceof DeployResult.Completed completed) {
                return new Row(
                        database,
                        End.COMPLETED,
                        completed.applied().size(),
                        completed.notChosen().size(),
                        millis,
                        false,
                        Optional.empty(),
                        Optional.empty());
            }
            if (result instanceof DeployResult.NothingToDo nothing) {
                return new Row(
                        database,
                        End.NOTHING_TO_DO,
                        0,
                        nothing.notChosen().size(),
                        millis,
                        true,
                        Optional.empty(),
                        Optional.empty());
            }
            DeployResult.Failed failed = (DeployResult.Failed) result;
            return new Row(
                    database,
                    End.FAILED,
                    failed.applied().size(),
                    failed.notRun().size(),
                    millis,
                    failed.asBefore(),
                    Optional.of(failed.failed().path()),
                    Optional.of(failed.error()));
        }

        /** What ended before anything was run. */
        static Row of(String database, SlipwayException error, long millis) {
            return switch (error.code().category()) {
                case REFUSED ->
                    new Row(database, End.REFUSED, 0, 0, millis, true, Optional.empty(), Optional.of(error));
                case PARTIAL ->
                    new Row(database, End.FAILED, 0, 0, millis, false, Optional.empty(), Optional.of(error));
                default -> new Row(database, End.FAILED, 0, 0, millis, true, Optional.empty(), Optional.of(error));
            };
        }

        /** It failed or was refused. */
        public boolean bad() {
            return error.isPresent();
        }
    }

    /** Every database has the artifact. */
    public boolean whole() {
        return rows.stream().noneMatch(row -> row.bad() || row.end() == End.NOT_BEGUN);
    }

    /** No database is other than it was before. */
    public boolean asBefore() {
        return rows.stream().allMatch(Row::asBefore);
    }
}
