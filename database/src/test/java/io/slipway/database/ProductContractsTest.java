package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Skips;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the contracts on each product, on real servers, and counts: a contract that silently ran on fewer is a failure.
 */
final class ProductContractsTest {
    private static final Set<String> RAN = new TreeSet<>();

    @TempDir
    static Path folder;

    static Subject postgresOldest() {
        return ran(new PostgresSubject(PostgresServer.oldest()));
    }

    static Subject postgresNewest() {
        return ran(new PostgresSubject(PostgresServer.newest()));
    }

    static Subject mariadb() {
        return ran(new MariadbSubject(MariadbServer.findOrSkip()));
    }

    static Subject sqlite() {
        return ran(new SqliteSubject(folder));
    }

    private static Subject ran(Subject subject) {
        RAN.add(subject.server() + " " + subject.version());
        return subject;
    }

    @AfterAll
    static void everyProductHadItsTurn() {
        if (System.getProperty("test") != null) {
            return; // somebody chose a few on the command line
        }
        int expected = 4;
        if (MariadbServer.find().isEmpty()) {
            expected--;
            Skips.say("the contracts did not run on MariaDB: no server on this machine");
        }
        assertThat(RAN).hasSize(expected);
    }

    @Nested
    final class TargetPostgresOldest extends TargetContractTest {
        @Override
        Subject subject() {
            return postgresOldest();
        }
    }

    @Nested
    final class TargetPostgresNewest extends TargetContractTest {
        @Override
        Subject subject() {
            return postgresNewest();
        }
    }

    @Nested
    final class TargetMariadb extends TargetContractTest {
        @Override
        Subject subject() {
            return mariadb();
        }
    }

    @Nested
    final class TargetSqlite extends TargetContractTest {
        @Override
        Subject subject() {
            return sqlite();
        }
    }

    @Nested
    final class HistoryPostgresOldest extends HistoryContractTest {
        @Override
        Subject subject() {
            return postgresOldest();
        }
    }

    @Nested
    final class HistoryPostgresNewest extends HistoryContractTest {
        @Override
        Subject subject() {
            return postgresNewest();
        }
    }

    @Nested
    final class HistoryMariadb extends HistoryContractTest {
        @Override
        Subject subject() {
            return mariadb();
        }
    }

    @Nested
    final class HistorySqlite extends HistoryContractTest {
        @Override
        Subject subject() {
            return sqlite();
        }
    }

    @Nested
    final class ReferencePostgresOldest extends ReferenceContractTest {
        @Override
        Subject subject() {
            return postgresOldest();
        }
    }

    @Nested
    final class ReferencePostgresNewest extends ReferenceContractTest {
        @Override
        Subject subject() {
            return postgresNewest();
        }
    }

    @Nested
    final class ReferenceMariadb extends ReferenceContractTest {
        @Override
        Subject subject() {
            return mariadb();
        }
    }

    @Nested
    final class ReferenceSqlite extends ReferenceContractTest {
        @Override
        Subject subject() {
            return sqlite();
        }
    }
}
