package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops while it tries somebody's scripts. */
class OwnScriptsStopTest {
    private static final String PATH = "/api/projects/shop/own-scripts";

    /** Nobody waits for a report that will never come. */
    @Test
    void theReportSaysThatTheyHaveToBeBroughtAgain(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        long number;
        try (TestServer server = TestServer.start(data, Map.of())) {
            Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
            root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            TestServer.Answer brought = Client.of(server, "ada", Role.DEVELOPER)
                    .post(PATH, Map.of("title", "Slow", "files", Map.of("1.sql", "SELECT pg_sleep(600);")));
            assertThat(brought.status()).as(brought.body()).isEqualTo(201);
            number = brought.json().path("number").asLong();
        }
        try (TestServer server = TestServer.start(data, Map.of())) {
            TestServer.Answer report = Client.of(server, "ben", Role.DEVELOPER).get(PATH + "/" + number);
            assertThat(report.json().at("/report/mend/0/what").asString())
                    .as(report.body())
                    .isEqualTo("The server was stopped while they were tried: bring them again.");
        }
    }
}
