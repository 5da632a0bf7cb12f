package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.SqlFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What packaging relies on in scratch databases. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class ReferenceContractTest {
    @TempDir
    Path cache;

    private Subject subject;

    abstract Subject subject();

    @BeforeEach
    void choose() {
        subject = subject();
    }

    private ReferenceServer open() {
        return subject.product().reference(subject.reference(cache));
    }

    @Test
    void scratchDatabasesAreEmptyAndApart() throws SqlFailure {
        try (ReferenceServer server = open();
                ReferenceDatabase one = server.create();
                ReferenceDatabase two = server.create()) {
            assertThat(server.server().product()).isEqualTo(subject.server());
            assertThat(one.target().catalogue()).isEqualTo(one.target().fresh());
            one.target().execute("CREATE TABLE t (i int)");
            two.target().execute("CREATE TABLE t (i int)");
            assertThat(one.target().server()).isEqualTo(server.server());
            assertThat(one.target().catalogue().fingerprint())
                    .isEqualTo(two.target().catalogue().fingerprint());
        }
    }

    @Test
    void twoRunsAtOnceDoNotDisturbEachOther() throws SqlFailure {
        try (ReferenceServer first = open()) {
            ReferenceDatabase one = first.create();
            one.target().execute("CREATE TABLE t (i int)");
            try (ReferenceServer second = open()) {
                second.create().target().execute("CREATE TABLE t (i int)");
            }
            assertThat(one.target().execute("INSERT INTO t VALUES (1)")).isEqualTo(1);
        }
    }

    @Test
    void aWatchTellsWhatChanged() throws SqlFailure {
        try (ReferenceServer server = open();
                ReferenceDatabase database = server.create()) {
            CatalogueWatch watch = database.watch();
            assertThat(watch.look().isEmpty()).isTrue();
            database.target().execute("CREATE TABLE t (i int)");
            CatalogueDifference created = watch.look();
            assertThat(created.entries())
                    .isNotEmpty()
                    .allMatch(entry -> entry.event().equals("added"));
            assertThat(watch.look().isEmpty()).isTrue();
            database.target().execute("DROP TABLE t");
            watch.undo(created);
            assertThat(watch.look().isEmpty()).isTrue();
        }
    }

    @Test
    void aCopyIsTheSameAndApart() throws SqlFailure {
        try (ReferenceServer server = open();
                ReferenceDatabase database = server.create()) {
            database.target().execute("CREATE TABLE t (i int)");
            database.target().execute("INSERT INTO t VALUES (1)");
            try (ReferenceDatabase copy = database.copy().orElseThrow()) {
                assertThat(copy.target().execute("UPDATE t SET i = 2")).isEqualTo(1);
                copy.target().execute("DROP TABLE t");
                assertThat(database.target().execute("UPDATE t SET i = 3")).isEqualTo(1);
            }
        }
    }

    @Test
    void aLaterCopyIsTheDatabaseAsItIsThen() throws SqlFailure {
        try (ReferenceServer server = open();
                ReferenceDatabase database = server.create()) {
            database.target().execute("CREATE TABLE t (i int)");
            database.target().execute("CREATE TABLE gone (i int)");
            try (ReferenceDatabase copy = database.copy().orElseThrow()) {
                copy.target().execute("DROP TABLE t");
                copy.target().execute("CREATE TABLE strange (i int)");
            }
            database.target().execute("INSERT INTO t VALUES (1)");
            database.target().execute("DROP TABLE gone");
            database.target().execute("CREATE VIEW v AS SELECT i FROM t");
            try (ReferenceDatabase copy = database.copy().orElseThrow();
                    ReferenceDatabase another = database.copy().orElseThrow()) {
                for (ReferenceDatabase one : List.of(copy, another)) {
                    assertThat(one.target().catalogue())
                            .isEqualTo(database.target().catalogue());
                    assertThat(one.watch().look().isEmpty()).isTrue();
                    assertThat(one.target().execute("UPDATE t SET i = 2")).isEqualTo(1);
                }
            }
            assertThat(database.target().execute("UPDATE t SET i = 2 WHERE i = 1"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aKeptStateIsThereInALaterRun() throws SqlFailure {
        String state = UUID.randomUUID().toString().replace("-", "");
        try (ReferenceServer server = open()) {
            ReferenceDatabase database = server.create();
            database.target().execute("CREATE TABLE t (i int)");
            assertThat(server.restore(state)).isEmpty();
            database.keep(state, Duration.ZERO);
        }
        for (int run = 0; run < 2; run++) {
            try (ReferenceServer server = open()) {
                Optional<ReferenceDatabase> restored = server.restore(state);
                assertThat(restored.isPresent()).isEqualTo(subject.keepsStates());
                if (restored.isPresent()) {
                    assertThat(restored.get().target().execute("INSERT INTO t VALUES (1)"))
                            .isEqualTo(1);
                    restored.get().target().execute("DROP TABLE t");
                }
            }
        }
    }

    @Test
    void olderStatesGiveWay() throws SqlFailure {
        if (!subject.keepsStates()) {
            return;
        }
        String run = UUID.randomUUID().toString().replace("-", "");
        try (ReferenceServer server = open()) {
            for (int state = 1; state <= 4; state++) {
                ReferenceDatabase database = server.create();
                database.target().execute("CREATE TABLE t" + state + " (i int)");
                database.keep(run + state, Duration.ZERO);
            }
            assertThat(server.restore(run + 4)).isPresent();
            assertThat(server.restore(run + 1)).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsToldAsSuch() {
        if (!subject.hasPasswords()) {
            return; // files need none
        }
        ReferenceSettings settings = new ReferenceSettings(Optional.of(subject.unreachable()), cache, Subject.PROJECT);
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(() -> subject.product().reference(settings).close())
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REFERENCE_UNAVAILABLE));
    }
}
