package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five hundred teams on one time line. */
class ManyRolloutsTest {
    private static final int TEAMS = 500;

    @Test
    void theTimeLineOfFiveHundredTeamsTellsOfTheirClashes(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder.resolve("data"), Map.of())) {
            String file = GoLiveDateTest.rolloutFile();
            server.part(Store.class).run(handle -> {
                for (int i = 0; i < TEAMS; i++) {
                    String team = "team" + i;
                    handle.createUpdate("INSERT INTO project (name, title, definition, trusted_keys, revision,"
                                    + " changed_by, changed_at) VALUES (:team, :team, '', '', 1, 'test', 0)")
                            .bind("team", team)
                            .execute();
                    handle.createUpdate("INSERT INTO rollout (team, project, file, revision, changed_by, changed_at)"
                                    + " VALUES (:team, :team, :file, 1, 'test', 0)")
                            .bind("team", team)
                            .bind(
                                    "file",
                                    file.replace("team: payments", "team: " + team)
                                            .replace("title: Payments", "title: Team " + i)
                                            .replace("project: shop", "project: " + team))
                            .execute();
                    handle.createUpdate("INSERT INTO rollout_date (team, day, sequence, agreed, revision)"
                                    + " VALUES (:team, :day, 1, :yes, 1)")
                            .bind("team", team)
                            .bind("day", i % 3 == 0 ? "" : "2026-12-14")
                            .bind("yes", i % 2 == 0)
                            .execute();
                }
            });
            FormClient browser = FormClient.of(server, server.person("rita", Role.ROLLOUT_MANAGER));
            assertThat(browser.get("/rollouts").body()).contains("Team 499", "Clash: Rita Lund is needed by Team");
        }
    }
}
