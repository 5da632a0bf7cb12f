package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.Skips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine relies on in a session on any database. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class TargetContractTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private Subject subject;
    private Address address;
    private Target target;

    abstract Subject subject();

    @BeforeEach
    void connect() {
        subject = subject();
        address = subject.newDatabase();
        target = subject.connect(address);
    }

    @AfterEach
    void disconnect() {
        target.close();
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(target.server().product()).isEqualTo(subject.server());
        assertThat(target.server().version()).startsWith(subject.version()).matches("[0-9.]+");
        assertThat(target.server().major())
                .isEqualTo(Integer.parseInt(target.server().version().split("\\.")[0]));
        assertThat(target.transactionalDdl()).isEqualTo(subject.transactionalDdl());
        assertThat(subject.product().understands(address.url())).isTrue();
        assertThat(subject.product().understands("jdbc:other://x/y")).isFalse();
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRepeated() {
        if (!subject.hasPasswords()) {
            return;
        }
        Address wrong = new Address(address.url(), address.user(), Subject.WRONG, Optional.empty());
        assertRefused(wrong, ErrorCode.DATABASE_LOGIN_REFUSED);
    }

    @Test
    void aServerThatIsNotThereCannotBeReached() {
        assertRefused(subject.unreachable(), ErrorCode.DATABASE_UNREACHABLE);
    }

    private void assertRefused(Address where, ErrorCode code) {
        Throwable refusal = null;
        try {
            subject.connect(where).close();
        } catch (SlipwayException e) {
            refusal = e;
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.help()).isNotBlank();
        }
        assertThat(refusal).isNotNull();
        String password = Subject.WRONG.use(text -> text);
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(password);
        }
    }

    @Test
    void aStatementTellsHowManyRowsItChanged() throws SqlFailure {
        assertThat(target.execute("CREATE TABLE t (i int PRIMARY KEY, s varchar(40))"))
                .isZero();
        assertThat(target.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
                .isEqualTo(3);
        assertThat(target.execute("CREATE TABLE u (i int)")).isZero();
        assertThat(target.execute("UPDATE t SET s = 'x' WHERE i > 1")).isEqualTo(2);
        assertThat(target.execute("SELECT * FROM t")).isZero();
        assertThat(target.execute("DELETE FROM t WHERE i = 9")).isZero();
        assertThat(target.execute("DELETE FROM t")).isEqualTo(3);
    }

    @Test
    void aQuestionGivesItsOneValueAndWritesNothing() throws SqlFailure {
        target.execute("CREATE TABLE t (i int, s varchar(40))");
        assertThat(target.ask("SELECT s FROM t")).isEmpty();
        target.execute("INSERT INTO t VALUES (2, 'b'), (1, 'a'), (3, NULL)");
        assertThat(target.ask("SELECT s FROM t WHERE i = 1")).contains("a");
        assertThatThrownBy(() -> target.ask("SELECT s FROM t ORDER BY i"))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("it gives more than one row");
        assertThatThrownBy(() -> target.ask("SELECT s, i FROM t WHERE i = 1"))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("it gives more than one column");
        assertThat(target.ask("SELECT count(*) FROM t")).contains("3");
        assertThat(target.ask("SELECT s FROM t WHERE i = 3")).isEmpty();
        for (String writing : List.of("INSERT INTO t VALUES (4, 'd')", "DELETE FROM t", "DROP TABLE t")) {
            assertThatExceptionOfType(SqlFailure.class).as(writing).isThrownBy(() -> target.ask(writing));
        }
        assertThat(subject.value(address, "SELECT count(*) FROM t")).isEqualTo("3");
        // and the session goes on as before
        assertThat(target.execute("DELETE FROM t")).isEqualTo(3);
    }

    @Test
    void theSameDatabaseBearsOneMarkAndAnotherAnother() {
        try (Target again = subject.connect(address);
                Target other = subject.connect(subject.newDatabase())) {
            assertThat(again.identity()).isEqualTo(target.identity()).isNotBlank();
            assertThat(other.identity()).isNotEqualTo(target.identity());
        }
    }

    @Test
    void theContentsOfATableAreTheSameForTheSameRowsAlone() throws Exception {
        target.execute("CREATE TABLE held (id integer, s varchar(40))");
        target.execute("INSERT INTO held VALUES (1, 'a'), (2, NULL), (3, '')");
        CatalogueObject held = target.catalogue().objects().values().stream()
                .filter(object -> object.kind().equals("table") && object.name().endsWith("held"))
                .findFirst()
                .orElseThrow();
        Target.Contents before = target.contents(held);
        assertThat(before.rows()).isEqualTo(3);
        target.execute("UPDATE held SET s = 'b' WHERE id = 1");
        assertThat(target.contents(held).rows()).isEqualTo(3);
        assertThat(target.contents(held).digest()).isNotEqualTo(before.digest());
        target.execute("UPDATE held SET s = 'a' WHERE id = 1");
        target.execute("UPDATE held SET s = NULL WHERE id = 3");
        assertThat(target.contents(held).digest()).isNotEqualTo(before.digest());
        target.execute("DELETE FROM held");
        target.execute("INSERT INTO held VALUES (3, ''), (1, 'a'), (2, NULL)");
        assertThat(target.contents(held)).isEqualTo(before);
    }

    @Test
    void aBackUpHoldsWhatIsThere() throws Exception {
        target.execute("CREATE TABLE kept (s varchar(40))");
        target.execute("INSERT INTO kept VALUES ('in the back-up')");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            subject.product().dump(address, out);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("is not installed here") || why.contains("version mismatch")) {
                Skips.outLoud("a back-up: " + why.lines().findFirst().orElse(""));
            }
            throw e;
        }
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains("kept");
        IOException full = new IOException("No space left on device");
        OutputStream disk = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        assertThatThrownBy(() -> subject.product().dump(address, disk)).isSameAs(full);
        if (subject.hasPasswords()) {
            Address wrong = new Address(address.url(), address.user(), Subject.WRONG, Optional.empty());
            assertThatThrownBy(() -> subject.product().dump(wrong, new ByteArrayOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining(Subject.WRONG.use(text -> text));
        }
    }

    @Test
    void aStatementArrivesAsItStands() throws SqlFailure {
        target.execute("CREATE TABLE t (s varchar(200))");
        target.execute("INSERT INTO t VALUES ('{fn now()} {d ''2026-01-01''} ? :name $1 é 漢 😀 -- no /* comment */')"
                + " /* ? {x} ; */ -- ; ?");
        assertThat(subject.value(address, "SELECT s FROM t"))
                .isEqualTo("{fn now()} {d '2026-01-01'} ? :name $1 é 漢 😀 -- no /* comment */");
    }

    @Test
    void aRefusedStatementTellsStateAndPlace() {
        String sql = "\n  SELECT *\n  FORM t";
        SqlFailure failure = failure(sql);
        assertThat(failure.sqlState()).isEqualTo(subject.syntaxError());
        assertThat(failure.position()).hasValue(sql.indexOf("FORM") + 1);
        assertThat(failure.connectionLost()).isFalse();
        assertThat(failure.getMessage()).containsIgnoringCase("syntax").doesNotContain("(conn=");
    }

    @Test
    void aFailedStatementLeavesTheSessionUsable() throws SqlFailure {
        target.execute("CREATE TABLE t (i int PRIMARY KEY)");
        target.execute("INSERT INTO t VALUES (1)");
        assertThat(failure("INSERT INTO t VALUES (1)").sqlState()).isEqualTo(subject.duplicate());
        assertThat(target.execute("INSERT INTO t VALUES (2)")).isEqualTo(1);
    }

    @Test
    void aTransactionIsUndoneAsAWhole() throws SqlFailure {
        target.execute("CREATE TABLE t (i int)");
        target.begin();
        target.execute("INSERT INTO t VALUES (1)");
        target.rollback();
        target.begin();
        target.execute("INSERT INTO t VALUES (2)");
        target.commit();
        assertThat(subject.value(address, "SELECT sum(i) FROM t")).isEqualTo("2");
    }

    @Test
    void aTransactionIsSeenWhoeverBeganIt() throws SqlFailure {
        target.execute("CREATE TABLE t (i int PRIMARY KEY)");
        assertThat(target.inTransaction()).isFalse();
        target.begin();
        assertThat(target.inTransaction()).isTrue();
        target.commit();
        assertThat(target.inTransaction()).isFalse();
        target.execute("BEGIN");
        target.execute("INSERT INTO t VALUES (1)");
        assertThat(target.inTransaction()).isTrue();
        failure("INSERT INTO t VALUES (1)");
        target.rollback();
        assertThat(target.inTransaction()).isFalse();
        target.rollback();
        target.execute("BEGIN");
        target.execute("INSERT INTO t VALUES (2)");
        target.execute("COMMIT");
        assertThat(target.inTransaction()).isFalse();
        assertThat(subject.value(address, "SELECT sum(i) FROM t")).isEqualTo("2");
    }

    @Test
    void ddlIsUndoneWhereTheProductSaysSo() throws SqlFailure {
        target.begin();
        target.execute("CREATE TABLE t (i int)");
        target.rollback();
        if (target.transactionalDdl()) {
            target.execute("CREATE TABLE t (i int)");
        } else {
            assertThat(failure("CREATE TABLE t (i int)").getMessage()).contains("exists");
        }
    }

    @Test
    void aCommitWithNothingToCommitDoesNoHarm() throws SqlFailure {
        target.execute("CREATE TABLE t (i int)");
        target.begin();
        target.execute("INSERT INTO t VALUES (1)");
        target.execute("COMMIT");
        target.commit();
        target.rollback();
        assertThat(subject.value(address, "SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void aSavepointIsAPlaceToGoBackTo() throws SqlFailure {
        target.execute("CREATE TABLE t (i int)");
        target.begin();
        target.execute("INSERT INTO t VALUES (1)");
        target.savepoint("here");
        target.execute("INSERT INTO t VALUES (20)");
        target.rollbackTo("here");
        target.execute("INSERT INTO t VALUES (300)");
        target.commit();
        assertThat(subject.value(address, "SELECT sum(i) FROM t")).isEqualTo("301");
        assertThatThrownBy(() -> target.savepoint("x; DROP TABLE t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noScriptInheritsAnothersSession() throws SqlFailure {
        for (String rude : subject.rudeness()) {
            target.execute(rude);
        }
        assertThatExceptionOfType(SqlFailure.class).isThrownBy(() -> target.execute(subject.worksWhenFresh()));
        target.rollback();
        target.resetSession();
        target.execute(subject.worksWhenFresh());
        target.execute("INSERT INTO leftover SELECT * FROM leftover");
        assertThat(subject.value(address, "SELECT count(*) FROM leftover")).matches("\\d");
    }

    /** The splitter does not follow the setting: what it may have cut in the wrong place is not sent. */
    @Test
    void whereBackslashesMeanSomethingElseNoneIsSent() throws SqlFailure {
        if (subject.otherStrings().isEmpty()) {
            return;
        }
        target.execute("CREATE TABLE t (s varchar(20))");
        target.execute(subject.otherStrings().get());
        target.execute("INSERT INTO t VALUES ('it''s') -- \\");
        String open = "INSERT INTO t\nVALUES ('a\\b')";
        SqlFailure failure = failure(open);
        assertThat(failure.getMessage()).contains("this session has").contains("backslash");
        assertThat(failure.position()).hasValue(open.indexOf('\\') + 1);
        assertThat(subject.value(address, "SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void aStatementThatTakesTooLongIsStopped() throws SqlFailure {
        target.timeouts(Optional.empty(), Optional.of(Duration.ofSeconds(1)));
        assertStopped(() -> target.execute(subject.slow()));
        target.execute("CREATE TABLE t (i int)");
        target.resetSession();
        assertStopped(() -> target.execute(subject.slow()));
        target.timeouts(Optional.empty(), Optional.empty());
        assertThat(target.execute("INSERT INTO t VALUES (1)")).isEqualTo(1);
    }

    @Test
    void aLockIsWaitedForNoLongerThanAllowed() throws SqlFailure {
        target.execute("CREATE TABLE t (i int PRIMARY KEY)");
        target.execute("INSERT INTO t VALUES (1)");
        try (Target other = subject.connect(address)) {
            other.begin();
            other.execute("UPDATE t SET i = 2");
            target.timeouts(Optional.of(Duration.ofSeconds(1)), Optional.empty());
            Instant start = Instant.now();
            SqlFailure failure = failure("UPDATE t SET i = 3");
            assertThat(failure.connectionLost()).isFalse();
            assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(500), SOON);
            other.rollback();
        }
        assertThat(target.execute("UPDATE t SET i = 3")).isEqualTo(1);
    }

    @Test
    void aRunningStatementCanBeCancelledFromAnotherThread() throws Exception {
        target.cancel();
        CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
            pause(700);
            target.cancel();
        });
        assertStopped(() -> target.execute(subject.slow()));
        canceller.get(1, TimeUnit.MINUTES);
        assertThatCode(() -> target.execute("SELECT 1")).doesNotThrowAnyException();
    }

    @Test
    void aKilledSessionIsAConnectionLost() {
        if (!subject.hasPasswords()) {
            return; // a file has no server to lose
        }
        subject.killSessions(address, target);
        assertThat(failure("SELECT 1").connectionLost()).isTrue();
    }

    @Test
    void onlySomeProductsTakeRows() throws SqlFailure {
        target.execute("CREATE TABLE t (i int, s varchar(20))");
        if (!subject.copiesRows()) {
            assertThatThrownBy(() -> target.copy("COPY t FROM stdin"))
                    .isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        Target.CopyRows rows = target.copy("COPY t FROM stdin");
        rows.write("1\ta\n2\t");
        rows.write("é漢\n");
        assertThat(rows.finish()).isEqualTo(2);
        Target.CopyRows aborted = target.copy("COPY t FROM stdin");
        aborted.write("3\tc\n");
        aborted.abort();
        assertThat(subject.value(address, "SELECT string_agg(s, ',') FROM t")).isEqualTo("a,é漢");
    }

    @Test
    void theCatalogueShowsUsersObjectsOnly() throws SqlFailure {
        target.execute("CREATE TABLE t (i int)");
        String before = target.catalogue().fingerprint();
        target.history().prepare();
        assertThat(target.lock().tryAcquire("me")).isPresent();
        assertThat(target.catalogue().fingerprint()).isEqualTo(before);
        assertThat(target.catalogue().objects()).hasSizeGreaterThanOrEqualTo(2);
        target.execute("ALTER TABLE t ADD COLUMN s varchar(20)");
        assertThat(target.catalogue().fingerprint()).isNotEqualTo(before);
        target.execute("ALTER TABLE t DROP COLUMN s");
        assertThat(target.catalogue().fingerprint()).isEqualTo(before);
    }

    @Test
    void anUntouchedDatabaseHasNoTables() {
        assertThat(target.catalogue().objects().keySet()).noneMatch(key -> key.startsWith("table "));
    }

    private void assertStopped(org.assertj.core.api.ThrowableAssert.ThrowingCallable running) {
        Instant start = Instant.now();
        assertThatExceptionOfType(SqlFailure.class)
                .isThrownBy(running)
                .satisfies(failure -> assertThat(failure.sqlState()).isIn(subject.stopped()))
                .satisfies(failure -> assertThat(failure.connectionLost()).isFalse());
        assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
    }

    private SqlFailure failure(String sql) {
        try {
            target.execute(sql);
        } catch (SqlFailure e) {
            return e;
        }
        throw new AssertionError("not refused: " + sql);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
