package io.slipway.release.packaging;

import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.StatementReader;
import io.slipway.release.sql.StatementTraits;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Touched;
import java.util.Set;

/**
 * Sees what the statements of a script touch that runs in no one transaction. DDL that would be a transaction of its own
 * is given one of ours, so that its locks can be read before they are gone; what the database refuses in one is
 * foretold.
 */
final class TouchProbe implements ScriptRunner.Watcher {
    /** What does the same in a transaction as without. {@code CLUSTER} and {@code REINDEX} do not, on partitioned tables. */
    private static final Set<String> ALIKE = Set.of("ALTER", "CREATE", "DROP", "TRUNCATE", "REFRESH", "COMMENT");

    private final Dialect dialect;
    private final Target target;
    private Touched touched = Touched.NONE;
    private boolean ours;

    TouchProbe(Dialect dialect, Target target) {
        this.dialect = dialect;
        this.target = target;
    }

    Touched touched() {
        return touched;
    }

    @Override
    public boolean before(int statement, String sql) throws SqlFailure {
        if (!target.transactionalDdl()) {
            return true;
        }
        StatementTraits traits = StatementReader.traits(dialect, sql);
        String verb = traits.verb().split(" ", 2)[0];
        if (target.inTransaction()) {
            if (traits.transactionControl()) {
                touched = touched.then(target.touched());
            }
        } else if (ALIKE.contains(verb) && !traits.outsideTransaction()) {
            target.touched();
            target.begin();
            ours = true;
        } else {
            touched = touched.then(target.foretold(sql));
        }
        return true;
    }

    @Override
    public void done(int statement, String sql) throws SqlFailure {
        if (ours) {
            ours = false;
            touched = touched.then(target.touched());
            target.commit();
        }
    }

    @Override
    public void failed(int statement, String sql, SqlFailure failure) {
        if (ours) {
            ours = false;
            try {
                target.rollback();
            } catch (SqlFailure also) {
                failure.addSuppressed(also);
            }
        }
    }
}
