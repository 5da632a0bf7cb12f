package io.slipway.release.target;

import io.slipway.release.history.HistoryEntry;
import java.util.List;
import java.util.Optional;

/**
 * Sends whole changes, many in one message, each in a transaction of its own that its history entry commits with. The
 * session is put back to what it was after each, as between changes that go one by one.
 */
public interface ChangeBatches {

    /**
     * @param schema the current schema of the change
     * @param entry how long the change took is filled in by the database
     */
    record BatchedChange(List<String> statements, Optional<String> schema, HistoryEntry entry) {}

    /**
     * Runs changes until the last one or the first that fails. When this returns all are committed; the commits become
     * durable in their order, before or with the next one of anything else on this session.
     *
     * @param fence as for {@link io.slipway.release.history.TargetHistory#append}
     * @param durable whether the last commit waits until it is on disk, as all before it are then
     * @throws SqlFailure something failed, be it a statement, a commit or the fence. Those before it are committed, of it
     *     and those behind it there is nothing; a transaction may be open. Which one it was, the history tells
     */
    void run(List<BatchedChange> changes, long fence, boolean durable) throws SqlFailure;
}
