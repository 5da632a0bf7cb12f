package io.slipway.release.reference;

import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Touched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs several scripts in a few messages on a reference database, and tells of each what is told of one that runs by
 * itself. The catalogue is read once for all of them, which can only be where no two of them change the same.
 */
public interface ProofGroups {

    /**
     * A script that may go together with others.
     *
     * @param statements which give no rows back and set nothing that what follows would be read by
     * @param schema the current schema while they run
     */
    record Text(List<String> statements, Optional<String> schema) {}

    /** What came of running scripts. */
    sealed interface Outcome {}

    /** Each was committed. */
    record Applied(List<Seen> scripts) implements Outcome {}

    /** Those before this one (from 0) were committed; of it and those behind it there is nothing. */
    record Stopped(int at) implements Outcome {}

    /** All were committed, but which of them did what cannot be said. The watch is of no more use. */
    record Unclear() implements Outcome {}

    /**
     * What one of them did.
     *
     * @param rows that its statements reported as changed
     */
    record Seen(long rows, Duration took, Touched touched, CatalogueDifference difference) {}

    /** Runs each script in a transaction of its own, with no transaction open. */
    Outcome apply(List<Text> scripts) throws SqlFailure;

    /**
     * Runs the rollbacks, the last one first, and then the scripts again, in one transaction that is taken back.
     *
     * @param scripts what {@link #apply} ran
     * @param rollbacks theirs, in the same order
     * @return for each what its rollback changed and what it changed then itself; empty when a statement failed, or when
     *     it cannot be said which of them did what. The database and its watch are as before either way
     */
    Optional<List<Round>> backAndForth(List<Text> scripts, List<Text> rollbacks) throws SqlFailure;

    /** What a rollback changed, and what the script changed that ran again after it. */
    record Round(CatalogueDifference back, CatalogueDifference forth) {}
}
