package io.slipway.database;

import io.slipway.release.digest.Sha256;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target.Contents;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** Reads all that stands in a table, row by row: how many rows, and a digest that does not hang on their order. */
public final class TableContents {
    private static final int AT_A_TIME = 500;
    private static final int BITS = 256;

    private TableContents() {}

    /**
     * Reads within the session's open transaction, where it has one: some drivers hold all rows in memory otherwise.
     *
     * @param table as SQL needs it
     */
    public static Contents of(JdbcSession session, String table, int limitSeconds) throws SqlFailure {
        String sql = "SELECT * FROM " + table;
        try (Statement statement = session.statement()) {
            statement.setQueryTimeout(limitSeconds);
            statement.setFetchSize(AT_A_TIME);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return of(rows);
            }
        } catch (SQLException e) {
            throw session.failure(e, sql);
        } finally {
            session.idle();
        }
    }

    private static Contents of(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        BigInteger sum = BigInteger.ZERO;
        long count = 0;
        while (rows.next()) {
            MessageDigest row = Sha256.start();
            for (int i = 1; i <= columns; i++) {
                byte[] bytes = value(rows, i);
                row.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(rows.wasNull() ? -1 : bytes.length)
                        .array());
                row.update(bytes);
            }
            sum = sum.add(new BigInteger(1, row.digest()));
            count++;
        }
        byte[] all = sum.mod(BigInteger.ONE.shiftLeft(BITS)).toByteArray();
        return new Contents(
                count, Sha256.of((count + " " + HexFormat.of().formatHex(all)).getBytes(StandardCharsets.UTF_8)));
    }

    /** Bytes that are no text must not become equal by being read as text. */
    private static byte[] value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof Blob) {
            return rows.getBytes(column);
        }
        String text = rows.getString(column);
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
