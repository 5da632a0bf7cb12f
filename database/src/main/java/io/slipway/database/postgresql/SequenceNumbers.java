package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import java.util.Optional;

/** Where the sequences of a database stand, as one digest. */
final class SequenceNumbers {
    private static final int FIRST_THAT_TELLS = 18;
    private static final String FROM = " FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid"
            + " WHERE c.relnamespace::regnamespace::text <> 'slipway_watch' AND c.relpersistence <> 't'";

    private SequenceNumbers() {}

    /** Empty where the server does not tell all of it in one question. */
    static Optional<String> of(JdbcSession session) {
        int major =
                session.first("SHOW server_version_num", row -> row.getInt(1)).orElse(0) / 10_000;
        String question = major >= FIRST_THAT_TELLS
                ? "SELECT coalesce(pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', s.seqrelid, d.last_value,"
                        + " d.is_called), ',' ORDER BY s.seqrelid)), 'none')"
                        + FROM.replace(
                                " WHERE", " CROSS JOIN LATERAL pg_catalog.pg_get_sequence_data(s.seqrelid) d WHERE")
                : "SELECT CASE WHEN count(*) = 0 THEN 'none' END" + FROM;
        return session.first(question, row -> Optional.ofNullable(row.getString(1)))
                .flatMap(numbers -> numbers);
    }
}
