package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.progress.Progress;
import io.slipway.release.project.SecretReference;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with the database's password changes the audit log by hand: it is noticed, and the place is named. */
class AuditTableTamperTest {
    private static final int EVENTS = 7;

    @TempDir
    private Path folder;

    /** One thing done to the log, and where it must be found. */
    private record Tampering(long foundAt, String says, List<String> statements) {
        static Tampering of(long foundAt, String says, String... statements) {
            return new Tampering(foundAt, says, List.of(statements));
        }
    }

    private static final List<Tampering> TAMPERINGS = List.of(
            Tampering.of(4, "event 4 is missing", "DELETE FROM audit_event WHERE sequence = 4"),
            Tampering.of(1, "event 1 is missing", "DELETE FROM audit_event WHERE sequence = 1"),
            Tampering.of(6, "from 6 to 7 are missing", "DELETE FROM audit_event WHERE sequence > 5"),
            Tampering.of(1, "from 1 to 7 are missing", "DELETE FROM audit_event"),
            Tampering.of(
                    3,
                    "event 3 does not follow",
                    "UPDATE audit_event SET sequence = 99 WHERE sequence = 3",
                    "UPDATE audit_event SET sequence = 3 WHERE sequence = 4",
                    "UPDATE audit_event SET sequence = 4 WHERE sequence = 99"),
            Tampering.of(
                    4,
                    "event 4 does not follow",
                    "DELETE FROM audit_event WHERE sequence = 4",
                    "UPDATE audit_event SET sequence = sequence - 1 WHERE sequence = 5",
                    "UPDATE audit_event SET sequence = sequence - 1 WHERE sequence = 6",
                    "UPDATE audit_event SET sequence = sequence - 1 WHERE sequence = 7",
                    "UPDATE audit_head SET sequence = 6"),
            Tampering.of(0, "event 0 stands where", copyOf(5, 0)),
            Tampering.of(-3, "event -3 stands where", copyOf(5, -3)),
            Tampering.of(8, "event 8 does not follow", copyOf(7, 8)),
            Tampering.of(6, "event 6 was put behind the end", headAt(5)),
            Tampering.of(
                    7, "not the one that the anchor names", "UPDATE audit_head SET digest = '" + "a".repeat(64) + "'"),
            Tampering.of(8, "from 8 to 9 are missing", "UPDATE audit_head SET sequence = 9"),
            Tampering.of(1, "not recorded any more", "DELETE FROM audit_head"));

    private static String copyOf(long from, long to) {
        return "INSERT INTO audit_event SELECT " + to
                + ", at, actor, action, project, subject, detail, previous, digest"
                + " FROM audit_event WHERE sequence = " + from;
    }

    private static String headAt(long sequence) {
        return "UPDATE audit_head SET sequence = " + sequence
                + ", digest = (SELECT digest FROM audit_event WHERE sequence = " + sequence + ")";
    }

    @Test
    void aSqliteFile() {
        check(StoreSettings.embedded(folder), Map.of());
    }

    @Test
    void aPostgresqlDatabase() throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        check(
                StoreSettings.server(folder, database.url(), database.user(), SecretReference.parse("${env:STORE}")),
                Map.of("STORE", database.password()));
    }

    private static void check(StoreSettings settings, Map<String, String> environment) {
        try (Store store = Store.open(settings, Clock.systemUTC(), environment, Progress.NONE)) {
            AuditLog log = new AuditLog(store, Clock.systemUTC());
            assertThat(log.verify().whole()).as("of nothing").isTrue();
            for (int i = 1; i <= EVENTS; i++) {
                String number = String.valueOf(i);
                store.run(handle -> log.append(
                        handle, "ann", "did-" + number, "shop", "thing " + number, Map.of("käse", "é\"" + number)));
            }
            assertThat(log.verify()).isEqualTo(new AuditLog.Verdict(EVENTS, log.anchor(), Optional.empty(), ""));
            keep(store);
            TAMPERINGS.forEach(tampering -> found(store, log, tampering));
            columns(store).forEach(column -> oneByteOf(store, log, column));
        }
    }

    /** Of each event, so that neither the first nor the last is out of sight. */
    private static void oneByteOf(Store store, AuditLog log, String column) {
        for (long sequence = 1; sequence <= EVENTS; sequence++) {
            String changed = column.equals("at")
                    ? "at + 1"
                    : "substr(" + column + ", 1, 2) || CASE substr(" + column
                            + ", 3, 1) WHEN '1' THEN '2' ELSE '1' END || substr(" + column + ", 4)";
            String update = "UPDATE audit_event SET " + column + " = " + changed + " WHERE sequence = " + sequence;
            String says = column.equals("previous") ? "does not follow" : "was changed";
            found(store, log, Tampering.of(sequence, "event " + sequence + " " + says, update));
        }
    }

    private static void found(Store store, AuditLog log, Tampering tampering) {
        store.run(handle -> tampering
                .statements()
                .forEach(sql -> assertThat(handle.execute(sql))
                        .as(sql + " changes something")
                        .isPositive()));
        AuditLog.Verdict verdict = log.verify();
        assertThat(verdict.whole()).as(tampering.toString()).isFalse();
        assertThat(verdict.brokenAt()).as(tampering.toString()).contains(tampering.foundAt());
        assertThat(verdict.problem()).contains(tampering.says());
        restore(store);
        assertThat(log.verify().whole()).as("put back after " + tampering).isTrue();
    }

    private static void keep(Store store) {
        store.run(handle -> {
            handle.execute("CREATE TABLE kept_event AS SELECT * FROM audit_event");
            handle.execute("CREATE TABLE kept_head AS SELECT * FROM audit_head");
        });
    }

    private static void restore(Store store) {
        store.run(handle -> {
            handle.execute("DELETE FROM audit_event");
            handle.execute("DELETE FROM audit_head");
            handle.execute("INSERT INTO audit_event SELECT * FROM kept_event");
            handle.execute("INSERT INTO audit_head SELECT * FROM kept_head");
        });
    }

    /** All but the sequence, which is changed above: asked of the database, so that a new one is not forgotten. */
    private static TreeSet<String> columns(Store store) {
        TreeSet<String> columns = store.read(handle -> {
            TreeSet<String> names = new TreeSet<>();
            try (ResultSet rows = handle.getConnection().getMetaData().getColumns(null, null, "audit_event", null)) {
                while (rows.next()) {
                    names.add(rows.getString("COLUMN_NAME"));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return names;
        });
        assertThat(columns).hasSize(9);
        columns.remove("sequence");
        return columns;
    }
}
