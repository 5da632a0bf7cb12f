package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewRolloutFileTest {
    @TempDir
    private Path root;

    /** Databases and variables cannot be called so: there an underscore stands for the hyphen. */
    @Test
    void aTeamWithAHyphenHasNamesThatDatabasesTake() throws Exception {
        String file = Files.readString(root.resolve(NewRolloutFile.write(root, "pay-team", Optional.empty())));
        assertThat(file)
                .contains("team: pay-team\n")
                .contains("database: pay_team_dev\n", "database: pay_team\n")
                .contains("${env:PAY_TEAM_DEV_PASSWORD}")
                .contains("https://git.example.org/pay-team/database.git")
                .doesNotContainIgnoringCase("payments");
        String next = Files.readString(root.resolve(NewRolloutFile.write(root, "dock", Optional.of("pay-team"))));
        assertThat(next)
                .contains("team: dock\n")
                .contains("database: dock_dev\n", "database: dock\n")
                .contains("${env:DOCK_DEV_PASSWORD}")
                .doesNotContainPattern("(?i)pay.team");
        String last = Files.readString(root.resolve(NewRolloutFile.write(root, "quay-4", Optional.of("dock"))));
        assertThat(last).contains("team: quay-4\n").contains("database: quay_4_dev\n", "database: quay_4\n");
    }
}
