package io.slipway.release.target;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.history.TargetHistory;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One session on one target database, for one project. Not for use by several threads, {@link #cancel} apart. */
public interface Target extends Closeable {

    Server server();

    /** How many changes go in one message; empty where they do not, or not as the session is set now. */
    default Optional<ChangeBatches> batches() {
        return Optional.empty();
    }

    /** How several statements go in one message; empty where they do not, or not as the session is set now. */
    default Optional<StatementGroups> groups() {
        return Optional.empty();
    }

    /** Whether DDL can be rolled back, so that a change and its history entry commit together. */
    boolean transactionalDdl();

    void begin() throws SqlFailure;

    void commit() throws SqlFailure;

    /** Undoes the open transaction, be it ours or a script's; does nothing when none is open. */
    void rollback() throws SqlFailure;

    /** Whether a transaction is open now: one of {@link #begin}, or one that a script began. */
    boolean inTransaction();

    /** Marks a place in the open transaction to go back to. */
    void savepoint(String name) throws SqlFailure;

    void rollbackTo(String savepoint) throws SqlFailure;

    /**
     * Runs one statement, exactly as given. Result rows are read and dropped.
     *
     * @return how many rows it reported as changed, 0 where that means nothing
     */
    long execute(String sql) throws SqlFailure;

    /**
     * Reads one value: all that a query gives. The database is kept from writing anything
     * meanwhile, and the query from taking longer than half a minute.
     *
     * @param sql one statement, and no more: whoever asks has seen to that
     * @return empty for no row, and for NULL
     * @throws SqlFailure what the database says; also when there is more than one value
     */
    Optional<String> ask(String sql) throws SqlFailure;

    /**
     * What this database is and no other: its server's own mark and the database's in it, so that two ways to the same
     * one are known for what they are. A copy that was put up elsewhere is another.
     */
    String identity();

    /** Starts a {@code COPY … FROM stdin}; products without it throw {@link UnsupportedOperationException}. */
    CopyRows copy(String sql) throws SqlFailure;

    /** Puts session settings back to what they were after connecting, so that no script inherits another's. */
    void resetSession() throws SqlFailure;

    /** Makes a schema the current one until {@link #resetSession}; products without schemas refuse. */
    void currentSchema(String schema) throws SqlFailure;

    /** Limits for what follows; empty means the server's own. */
    void timeouts(Optional<Duration> lock, Optional<Duration> statement) throws SqlFailure;

    /**
     * Whether a statement failed only since somebody else was in its way: it waited too long for a lock, or they waited
     * for each other. Nothing is left of it then, and it may be tried again.
     */
    boolean onlyInTheWay(SqlFailure failure);

    /**
     * Sessions that have held locks on tables for longer than a statement may wait for one, the oldest first, as people
     * look for them; empty where that cannot be told.
     */
    default List<String> inTheWay() {
        return List.of();
    }

    /** Roles of its server, which rights and policies may name; empty where they cannot be told, or matter to nobody. */
    default List<String> roles() {
        return List.of();
    }

    /** Ends the running statement, from another thread; does nothing when none runs. */
    void cancel();

    /** Locks on user objects that the open transaction holds, strongest per object, in name order; empty if unknown. */
    List<LockSeen> locks() throws SqlFailure;

    /** Looks at its tables; empty where the product tells too little of them, or somebody else looked at the target. */
    default Optional<Survey> survey() {
        return Optional.empty();
    }

    /**
     * What the open transaction did to objects that were there before it, as far as the product can tell. What it
     * tells of work counts from the transaction's begin only when the call before was before that.
     */
    default Touched touched() throws SqlFailure {
        return new Touched(locks(), List.of());
    }

    /**
     * What a statement will take and do of which {@link #touched} can tell nothing, since the database refuses it in a
     * transaction: what its manual says, on the objects that the statement names. To be asked before it runs.
     */
    default Touched foretold(String sql) throws SqlFailure {
        return Touched.NONE;
    }

    /**
     * What statements that work in several steps left half-built, apart from what is being built now: PostgreSQL's
     * invalid indexes. Empty where there is no such thing.
     */
    List<HalfBuilt> halfBuilt();

    TargetLock lock();

    TargetHistory history();

    /** The catalogue of the database, without Slipway's own tables. */
    Catalogue catalogue();

    /** The name of a table of the {@link #catalogue} as SQL needs it. */
    default String named(CatalogueObject table) {
        return table.name();
    }

    /**
     * All that stands in a table, at this moment.
     *
     * @throws SqlFailure what the database says; also when reading takes longer than half a minute
     */
    Contents contents(CatalogueObject table) throws SqlFailure;

    /** What a back-up by this session's user would be refused at; empty where it can read everything. */
    default List<Unreadable> unreadable() {
        return List.of();
    }

    /** The catalogue that a new database of this product has, before anybody made something in it. */
    default Catalogue fresh() {
        return Catalogue.of(List.of());
    }

    @Override
    void close();

    /**
     * An object that is there and of no use.
     *
     * @param name its name alone, as the catalogue has it
     * @param shown its full name, as SQL needs it
     * @param drop the statement that takes it away
     */
    record HalfBuilt(String name, String shown, String drop) {}

    /** @param digest the same for the same rows, in whatever order they lie */
    record Contents(long rows, String digest) {}

    /**
     * Something that cannot be read.
     *
     * @param help what somebody who may can do about it, such as the {@code GRANT} that is missing
     */
    record Unreadable(String what, String help) {}

    /** The rows of one {@code COPY}. */
    interface CopyRows {
        void write(String rows) throws SqlFailure;

        /** @return number of rows copied */
        long finish() throws SqlFailure;

        void abort();
    }
}
