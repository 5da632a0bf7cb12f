package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.readiness.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutFileTest {
    private static final String NAME = "rollout/payments.yaml";

    private static final Surroundings PROJECT =
            new Surroundings(Set.of("dev", "qa", "prod")::contains, gate -> gate != Standard.GUIDES_BUILT);

    @Test
    void aWholeFileIsRead() {
        Rollout rollout = RolloutFile.parse(payments(), NAME);
        assertThat(rollout.team()).isEqualTo("payments");
        assertThat(rollout.stakeholders()).extracting(Person::key).containsExactly("ada", "dora", "carl");
        assertThat(rollout.calendar().sprints()).hasSize(12);
        assertThat(rollout.calendar().sprints().get(1).first()).isEqualTo(LocalDate.of(2026, 10, 19));
        assertThat(rollout.calendar().freeze(LocalDate.of(2026, 12, 24))).isPresent();
    }

    @Test
    void aSprintBeginsByTheTeamsClock() {
        Rollout rollout = RolloutFile.parse(payments(), NAME);
        // Summer time ends there on 25 October 2026.
        assertThat(rollout.calendar().sprints().get(1).begins(rollout.calendar().zone()))
                .isEqualTo(Instant.parse("2026-10-18T22:00:00Z"));
        assertThat(rollout.calendar().sprints().get(2).begins(rollout.calendar().zone()))
                .isEqualTo(Instant.parse("2026-11-01T23:00:00Z"));
    }

    /** Each mistake is told with its line and what is wrong with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            first: 2026-10-05                | first: 2026-10-35      | 18 | '2026-10-35' is not a day
            duties: [dba]                    | duties: [dbo]          | 9  | 'dbo' is no duty
            stakeholders: [ada, dora, carl]  | stakeholders: [ada, x] | 16 | 'x' is none of the people
            stakeholders: [ada, dora, carl]  | stakeholders: [ada, ada] | 16 | 'ada' stands twice
            stakeholders: [ada, dora, carl]  | stakeholders: []       | 16 | somebody must agree
            ben@example.org                  | ada@example.org        | 8  | stands twice
            manager: rita                    | manager: ben           | 15 | does not have the duty rollout-manager
            zone: Europe/Berlin              | zone: Europe/Bärlin    | 4  | is not a time zone
            last: 2027-01-01                 | last: 2027-01-20       | 20 | swallows the whole of sprint S7
            last: 2027-01-01                 | last: 2026-12-01       | 20 | ends before it begins
            date-agreed: {}                  | date-agred: {}         | 23 | nobody could ever satisfy the gate 'date-agred'
            date-agreed: {}                  | guides-built: {}       | 23 | this Slipway has nothing that looks at it
            date-agreed: {}                  | trained: {}            | 23 | the file has no section 'trainings'
            valid: 30d                       | valid: soon            | 24 | is not a time such as
            environment: qa                  | environment: qx        | 26 | the project has no environment 'qx'
            SELECT count(*)                  | DELETE                 | 26 | a gate only reads
            rollbacks-proved                 | good                   | 27 | 'good' is no rule for artifacts
            waivers: [rita, carl]            | waivers: [rita]        | 28 | a waiver needs a second person
            production: [prod]               | production: [live]     | 31 | the project has no environment 'live'
            production: [prod]               | production: []         | 31 | no clean-up may ever touch
            failures: 10                     | failures: 101          | 33 | 'failures' must be from 0 to 100
            project: payments                | projekt: payments      | 3  | 'projekt' is not known
            """)
    void eachMistakeHasItsLine(String right, String wrong, int line, String told) {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class, () -> RolloutFile.parse(payments().replace(right, wrong), NAME, PROJECT)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(line);
    }

    @Test
    void sprintsThatOverlapAreRefused() {
        String listed = payments()
                .replaceFirst(
                        "sprints: .*",
                        "sprints: { list: [{ name: A, first: 2026-10-05, last: 2026-10-18 },"
                                + " { name: B, first: 2026-10-18, last: 2026-10-30 }] }");
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.parse(listed, NAME)));
        assertThat(refused).hasMessageContaining("sprint B overlaps sprint A");
    }

    static String payments() {
        try (InputStream file = Objects.requireNonNull(RolloutFileTest.class.getResourceAsStream("payments.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
