package io.slipway.release.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks at a target's tables for a forecast. It writes nothing, waits for nobody's lock longer than a second, and each
 * look ends by itself: what cannot be told in time is told as unknown. Objects go by the names that a proof gives them,
 * such as {@code table public.customer}.
 */
public interface Survey {

    /** Of tables, materialized views and indexes; what is not there is left out. */
    Map<String, TableFacts> facts(Set<String> objects);

    /** The tables of indexes; an index that is not there is left out. */
    Map<String, String> indexed(Set<String> indexes);

    /**
     * How many rows a table has, or how many of them have a value in a column: counted if that takes no more than a
     * second, else estimated.
     */
    Optional<Count> count(String object, Optional<String> column);

    /**
     * How a statement would run, as far as it changes rows of one table; empty when it cannot be planned as the target is
     * now.
     *
     * @param verb {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code MERGE}; {@code SELECT} for the rows that a query
     *     gives, whatever the object
     */
    Optional<Plan> planned(String sql, String verb, String object);

    /**
     * What a query of one table gives for a part of it, and how long that takes; empty where that cannot be asked, or takes
     * longer than a second.
     *
     * @param share how much of what is usually read, up to 1
     */
    Optional<Matching> matching(String object, PartQuery query, double share);

    /** Tables that lose their rows when some are truncated: those, what is part of them, and what refers to them. */
    List<Emptied> emptied(List<String> objects, boolean cascade);

    /** What of other tables goes when rows of one are deleted, by foreign keys that say so, and by those of the tables in turn. */
    List<Followed> followed(String object);

    /**
     * What fires for each row that a statement inserts, updates or deletes there. Of an update without the foreign keys:
     * they look at rows only whose key changes.
     *
     * @param verb {@code INSERT}, {@code UPDATE} or {@code DELETE}
     */
    Fired fired(String object, String verb);

    /**
     * Whether a column is a timestamp that the server has to write anew when it becomes one with or without time zone:
     * where the session's is not UTC.
     *
     * @param column as the catalogue has it
     */
    boolean retimed(String object, String column, boolean zoned);

    /**
     * Whether a column is there that has no value once it is set to NULL, or to its default: where it has none.
     *
     * @param column as written
     */
    boolean nulled(String object, String column, boolean byDefault);

    /** What would break or go with it if a table, view or column went, as catalogue objects are named. */
    List<String> dependents(String object, Optional<String> column);

    /** How long it takes to read a part of a table, the middle of three tries; empty for one that cannot be read. */
    Optional<Sample> sample(String object);

    /** How long the server takes to sort a fixed number of made values: the shortest of five tries. */
    Duration sorting();

    /**
     * @param rows as the server's statistics have it; of an index its table's
     * @param bytes of the heap; of an index its own
     * @param indexBytes of all of a table's indexes
     * @param indexes how many
     * @param scans how often it was read from end to end
     * @param lookups how often rows were looked up by an index
     * @param written rows inserted, updated and deleted
     * @param since from when on those three are counted; empty for as long as the server keeps statistics
     * @param holding sessions that have a lock on it at this moment
     * @param waiting sessions that wait for one
     * @param longest seconds that the oldest transaction with a lock on it is open
     */
    record TableFacts(
            long rows,
            long bytes,
            long indexBytes,
            int indexes,
            long scans,
            long lookups,
            long written,
            Optional<Instant> since,
            int holding,
            int waiting,
            OptionalLong longest) {}

    /**
     * @param within whether another one's rows count its rows: it is a partition of that one, or inherits from it
     */
    record Emptied(String object, boolean within) {}

    /**
     * What goes with the rows that a foreign key refers to.
     *
     * @param column whose values are replaced; empty where rows are deleted
     * @param rows that refer to others, or have a value there
     * @param all whether they all go when all rows of the table do that is deleted from
     * @param itself whether it is that table
     */
    record Followed(String object, Optional<String> column, Optional<Count> rows, boolean all, boolean itself) {}

    /**
     * @param rows how many it is planned to change
     * @param readsAll a whole table is read for it
     */
    record Plan(long rows, boolean readsAll) {}

    /**
     * A query of one table, cut behind the table, where it can be told to read a part of it.
     *
     * @param gives what of its rows is asked
     */
    record PartQuery(String head, String tail, Gives gives) {

        /** What a query gives. */
        public enum Gives {
            /** {@code tableoid} and {@code ctid}, and nothing else. */
            PLACES,
            ROWS,
            /** Rows one after the other, as an index sorts its keys. */
            ORDER
        }
    }

    /**
     * @param part how much of the table was read, up to 1
     * @param rows that it gave
     * @param pages that they lie on, where it gives places; else 0
     * @param took to read the part and work out the query there: the shorter of two tries
     */
    record Matching(double part, long rows, long pages, Duration took) {}

    /**
     * @param foreignKeys that look each row up, in the table that they refer to or in the one that refers here
     * @param triggers others
     */
    record Fired(int foreignKeys, int triggers) {}

    /** @param exact counted, not estimated */
    record Count(long rows, boolean exact) {}

    /** @param part how much of the table was read, up to 1 */
    record Sample(double part, Duration took) {}
}
