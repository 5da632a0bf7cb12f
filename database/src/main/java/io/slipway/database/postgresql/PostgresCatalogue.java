package io.slipway.database.postgresql;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the catalogue of a PostgreSQL database, 12 or newer, over a session of its own or inside somebody's open
 * transaction, with a constant number of queries and the rights that every role has. What is told and what is not, and
 * how the differences between versions are evened out, is in docs/fingerprint.md.
 */
public final class PostgresCatalogue {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection connection;

    public PostgresCatalogue(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws SlipwayException {@code schema-locked} when somebody's lock is in the way for longer than ten seconds;
     *     {@code connection-lost} or {@code internal}, when the database refuses to answer
     */
    public Catalogue read() {
        try (ReadSession session = ReadSession.open(connection)) {
            SortedMap<String, CatalogueObject> objects = new TreeMap<>();
            new CatalogueReader(session.connection())
                    .all()
                    .values()
                    .forEach(unit -> unit.objects().forEach(o -> objects.put(o.key(), o)));
            return new Catalogue(objects);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    static SlipwayException unreadable(SQLException e) {
        String state = e.getSQLState();
        if (LOCK_NOT_AVAILABLE.equals(state)) {
            return SlipwayException.of(
                            ErrorCode.SCHEMA_LOCKED,
                            "The schema could not be read: somebody else has held a lock on one of its objects for"
                                    + " longer than " + ReadSession.LONGEST_WAIT.toSeconds() + " s.",
                            "Try again when that session has ended its transaction.")
                    .causedBy(e);
        }
        boolean lost = state != null && (state.startsWith("08") || state.startsWith("57P"));
        return SlipwayException.of(
                        lost ? ErrorCode.CONNECTION_LOST : ErrorCode.INTERNAL,
                        "The catalogue could not be read: " + e.getMessage(),
                        "")
                .causedBy(e);
    }
}
