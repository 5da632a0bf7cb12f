package io.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NativeClientsTest {

    @Test
    void psqlReachesATestDatabase() {
        NativeClient psql = NativeClients.findOrSkip("psql");
        assertTrue(psql.version().startsWith("psql (PostgreSQL)"), psql.version());
        Database database = PostgresServer.newest().createDatabase();
        String url = database.url().substring("jdbc:".length());
        Map<String, String> login = Map.of("PGUSER", database.user(), "PGPASSWORD", database.password());
        assertEquals(
                "42\n",
                psql.run(login, "SELECT 6 * 7;", "-X", "-A", "-t", "-d", url).orFail());
        NativeClient.Output wrong = psql.run(login, "SELECT nothing;", "-X", "-v", "ON_ERROR_STOP=1", "-d", url);
        assertEquals(3, wrong.exitCode());
        assertThrows(AssertionError.class, wrong::orFail);
    }

    @Test
    void sqlite3ReadsItsInput() {
        NativeClient sqlite3 = NativeClients.findOrSkip("sqlite3");
        assertEquals("é\n", sqlite3.run(Map.of(), "SELECT 'é';", ":memory:").orFail());
    }

    @Test
    void aProgramThatIsNotThereIsNotFound() {
        assertEquals(Optional.empty(), NativeClients.find("no-such-database-client"));
    }
}
