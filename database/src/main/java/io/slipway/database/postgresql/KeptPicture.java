package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.version.SlipwayVersion;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a watch knew when its database was kept, in the schema of the event triggers: whoever goes on from there need not
 * read ten thousand tables to learn what they are like. It counts only for the version of Slipway and of the server that
 * it was read with, and only while the log of the triggers, and the roles that it names, are as they were.
 */
final class KeptPicture {
    private static final int BUFFER = 1 << 16;
    private final Connection connection;

    KeptPicture(Connection connection) {
        this.connection = connection;
    }

    /** @param doubtful units that are to be read again all the same */
    record Known(Map<Unit, UnitContent> units, Set<Unit> doubtful) {}

    void write(TouchLog.Status status, Map<Unit, UnitContent> units, Collection<Unit> doubtful) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "with gone as (delete from slipway_watch.picture) insert into slipway_watch.picture values (?, ?)")) {
            statement.setString(1, validFor(status));
            statement.setBytes(2, packed(units, doubtful));
            statement.execute();
        }
    }

    /** Empty when there is none, or none that holds now. */
    Optional<Known> read(TouchLog.Status status) throws SQLException {
        if (!status.complete()) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select content from slipway_watch.picture where valid_for = ?")) {
            statement.setString(1, validFor(status));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(unpacked(row.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** Whether there may be one; a question about a table that is not there would spoil a transaction. */
    boolean mayBeThere() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_catalog.to_regclass('slipway_watch.picture') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private String validFor(TouchLog.Status status) throws SQLException {
        return String.join(
                " ",
                SlipwayVersion.CURRENT,
                connection.getMetaData().getDatabaseProductVersion(),
                Long.toString(status.newest()),
                status.roles(),
                status.eventTriggers());
    }

    private static byte[] packed(Map<Unit, UnitContent> units, Collection<Unit> doubtful) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, fast, BUFFER))) {
            out.writeInt(doubtful.size());
            for (Unit unit : doubtful) {
                writeUnit(out, unit);
            }
            out.writeInt(units.size());
            for (Map.Entry<Unit, UnitContent> each : units.entrySet()) {
                writeUnit(out, each.getKey());
                UnitContent content = each.getValue();
                out.writeInt(content.parts().size());
                for (UnitContent.Part part : content.parts()) {
                    out.writeLong(part.catalogue());
                    out.writeLong(part.oid());
                }
                out.writeInt(content.parents().size());
                for (long parent : content.parents()) {
                    out.writeLong(parent);
                }
                out.writeInt(content.objects().size());
                for (CatalogueObject object : content.objects()) {
                    writeText(out, object.kind());
                    writeText(out, object.name());
                    writeText(out, object.definition());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    private static Known unpacked(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)), BUFFER))) {
            Set<Unit> doubtful = new HashSet<>();
            for (int left = in.readInt(); left > 0; left--) {
                doubtful.add(readUnit(in));
            }
            Map<String, String> kinds = new HashMap<>();
            int number = in.readInt();
            Map<Unit, UnitContent> units = new HashMap<>(number * 2);
            for (int left = number; left > 0; left--) {
                Unit unit = readUnit(in);
                UnitContent content = new UnitContent();
                for (int parts = in.readInt(); parts > 0; parts--) {
                    content.parts().add(new UnitContent.Part(in.readLong(), in.readLong()));
                }
                for (int parents = in.readInt(); parents > 0; parents--) {
                    content.parents().add(in.readLong());
                }
                for (int objects = in.readInt(); objects > 0; objects--) {
                    String kind = kinds.computeIfAbsent(readText(in), same -> same);
                    content.add(new CatalogueObject(kind, readText(in), readText(in)));
                }
                units.put(unit, content);
            }
            return new Known(units, doubtful);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUnit(DataOutputStream out, Unit unit) throws IOException {
        out.writeUTF(unit.group().name());
        out.writeLong(unit.oid());
    }

    private static Unit readUnit(DataInputStream in) throws IOException {
        return new Unit(Unit.Group.valueOf(in.readUTF()), in.readLong());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
