package io.slipway.database.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Look;
import java.util.Set;

/** One server, to send units to, and how its native client is given the same. */
public interface SqlPlace {

    /** It came to be, or was changed, since it was looked at. */
    Set<String> BY_ANOTHER = Set.of("42710", "42P04", "42P06", "42P07", "23505", "40001", "42S01");

    /** @throws SlipwayException {@code provision-stopped}, and what keeps the server from being reached */
    void run(SqlUnit unit);

    /** A shell command that comes to the same. */
    String command(SqlUnit unit);

    /** The database's own words about a statement that it refused. */
    static SlipwayException stopped(SqlFailure e) {
        return SlipwayException.of(
                        ErrorCode.PROVISION_STOPPED,
                        "The database refused: " + e.getMessage() + " (SQLSTATE " + e.sqlState() + ")",
                        BY_ANOTHER.contains(e.sqlState())
                                ? "Another run may be making the same at this time: wait until it is done."
                                : "See that the administrator of the rollout file may do this there.")
                .causedBy(e);
    }

    /** What is there, and why it cannot be looked at. */
    static Look unseen(SlipwayException e) {
        return new Look.Unseen(String.valueOf(e.getMessage()), e.help());
    }
}
