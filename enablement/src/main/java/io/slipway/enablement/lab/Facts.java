package io.slipway.enablement.lab;

import io.slipway.release.history.HistoryEntry;
import java.util.List;
import java.util.Optional;

/** What a seat's databases tell when they are asked. */
public interface Facts {
    /**
     * The first value of a query that cannot write.
     *
     * @return empty for no value, and where the query fails: what it asks about is then not there
     */
    Optional<String> ask(String environment, String sql);

    /** The history of an environment, oldest first. */
    List<HistoryEntry> history(String environment);
}
