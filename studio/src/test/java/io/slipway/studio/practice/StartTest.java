package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.ScenarioFile;
import io.slipway.release.error.SlipwayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario is to begin with is looked at before anything is started. */
class StartTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sprint-9 | dev   | The sample shop has no 'sprint-9'.            | sprint-1, sprint-2
                    sprint-1 | stage | The sample shop has no environment 'stage'.   | dev, qa, prod
                    """)
    void anUnknownStartIsToldWithItsPlace(String sprint, String environment, String said, String known) {
        Scenario scenario = ScenarioFile.parse("""
                scenario: mine
                title: Mine
                audience: developer
                summary: Nothing.
                start:
                  - { sprint: %s, on: [%s] }
                chapters:
                  - title: One
                    steps:
                      - say: Nothing.
                """.formatted(sprint, environment), "scenarios/mine.yaml");
        assertThatThrownBy(() -> PracticeShop.check(scenario.start()))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e).hasMessage(said);
                    assertThat(e.help()).contains(known);
                    assertThat(e.location()).hasToString("Optional[scenarios/mine.yaml:6:5]");
                });
    }
}
