package io.slipway.release.packaging;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the texts of steps on a reference database as a deployment would, under the limits that a script has there. */
final class StepRunner {
    /** SQLSTATE {@code invalid_transaction_termination} of PostgreSQL. */
    private static final String TRANSACTION_TERMINATION = "2D000";

    private final Dialect dialect;
    private final Cancellation cancellation;

    StepRunner(Dialect dialect, Cancellation cancellation) {
        this.dialect = dialect;
        this.cancellation = cancellation;
    }

    /** Whether it runs in a transaction that it can be taken back with. */
    boolean transactional(Target target, Step step, ScriptSource source) {
        return transactional(target, step, scan(source));
    }

    /** @param scan of the text that is to run */
    boolean transactional(Target target, Step step, ScriptScan scan) {
        return target.transactionalDdl()
                && step.change().transaction()
                && scan.outsideTransaction().isEmpty();
    }

    ScriptScan scan(ScriptSource source) {
        return ScriptScan.of(dialect, source);
    }

    TouchProbe probe(Target target) {
        return new TouchProbe(dialect, target);
    }

    void checkCancelled() {
        cancellation.check();
    }

    /** From here on a wish to stop ends what runs there. */
    void watch(Target target) {
        cancellation.watch(target);
    }

    void prepare(Target target, Step step) throws SqlFailure {
        watch(target);
        if (step.change().schema().isPresent()) {
            target.currentSchema(step.change().schema().get());
        }
    }

    ScriptRunner.Ran run(Target target, Step step, ScriptSource source) throws ScriptFailure, SqlFailure {
        return run(target, step, source, ScriptRunner.Watcher.NONE);
    }

    /** Under the limit that the script has in a deployment; it is not meant for what we ask the database ourselves. */
    ScriptRunner.Ran run(Target target, Step step, ScriptSource source, ScriptRunner.Watcher watcher)
            throws ScriptFailure, SqlFailure {
        Optional<Duration> limit = step.change().timeout();
        if (limit.isPresent()) {
            target.timeouts(Optional.empty(), limit);
        }
        ScriptRunner.Ran ran = new ScriptRunner(dialect, target, cancellation, source, watcher).run();
        if (limit.isPresent()) {
            target.timeouts(Optional.empty(), Optional.empty());
        }
        return ran;
    }

    /** By itself, in a transaction of its own where that can be. */
    void runAlone(Target target, Step step, ScriptSource source) throws ScriptFailure, SqlFailure {
        boolean transactional = transactional(target, step, source);
        prepare(target, step);
        if (transactional) {
            target.begin();
        }
        try {
            run(target, step, source);
            if (transactional) {
                target.commit();
            }
        } catch (ScriptFailure | SlipwayException | SqlFailure e) {
            clearUp(
                    () -> {
                        target.rollback();
                        target.timeouts(Optional.empty(), Optional.empty());
                        target.resetSession();
                    },
                    e);
            throw e;
        }
        target.resetSession();
    }

    /** @param told of each step before it runs */
    void replay(Target target, List<Step> steps, Consumer<Step> told) {
        for (Step step : steps) {
            cancellation.check();
            told.accept(step);
            try {
                runAlone(target, step, step.apply());
            } catch (ScriptFailure e) {
                throw refused(e, scan(step.apply()).statements());
            } catch (SqlFailure e) {
                throw unavailable(e);
            }
        }
    }

    /** What goes wrong after a script failed, as on a connection that is gone, hides nothing of why it failed. */
    static void clearUp(ClearingUp last, Exception failure) {
        try {
            last.run();
        } catch (SqlFailure also) {
            failure.addSuppressed(also);
        }
    }

    /** What is done after a failure. */
    interface ClearingUp {
        void run() throws SqlFailure;
    }

    SlipwayException unavailable(SqlFailure failure) {
        // the embedded server ends with the process, perhaps before us
        cancellation.check();
        return SlipwayException.of(
                        ErrorCode.REFERENCE_UNAVAILABLE, "The reference database failed: " + failure.getMessage(), "")
                .causedBy(failure);
    }

    /** @param statements how many the script has */
    static SlipwayException refused(ScriptFailure e, int statements) {
        return SlipwayException.of(
                        ErrorCode.SCRIPT_FAILED,
                        "Statement " + e.at().statement() + " of " + statements + " failed on the reference database ["
                                + e.at().sqlState() + "]: " + e.at().message() + "\n"
                                + e.at().sql().indent(4).stripTrailing(),
                        (e.at().sqlState().equals(TRANSACTION_TERMINATION)
                                        ? "A COMMIT or ROLLBACK inside a block needs '-- slipway transaction: off' at the"
                                                + " script's top. "
                                        : "Mend the script. ")
                                + "Only the reference database was touched, and there is no artifact.")
                .at(e.at().location())
                .causedBy(e);
    }
}
