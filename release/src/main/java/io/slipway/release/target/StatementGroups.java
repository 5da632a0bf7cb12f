package io.slipway.release.target;

import java.util.List;

/** Sends several statements in one message, in the transaction that is open. */
public interface StatementGroups {

    /**
     * Runs all of them, or none.
     *
     * @param statements whose rows nobody wants
     * @return how many rows they reported as changed
     * @throws SqlFailure one failed, and which is not told. Unless the connection is lost, the transaction is open and
     *     stands where it stood before
     */
    long run(List<String> statements) throws SqlFailure;
}
