package io.slipway.database.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.SqlFailure;

/** One server, to send units to, and how its native client is given the same. */
public interface SqlPlace {

    /** @throws SlipwayException {@code provision-stopped}, and what keeps the server from being reached */
    void run(SqlUnit unit);

    /** A shell command that comes to the same. */
    String command(SqlUnit unit);

    /** The database's own words about a statement that it refused. */
    static SlipwayException stopped(SqlFailure e) {
        return SlipwayException.of(
                        ErrorCode.PROVISION_STOPPED,
                        "The database refused: " + e.getMessage() + " (SQLSTATE " + e.sqlState() + ")",
                        "See that the administrator of the rollout file may do this there.")
                .causedBy(e);
    }
}
