package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutFileTest {
    private static final String NAME = "rollout/payments.yaml";

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
            members: [vera]                  | members: []            | 35 | L3 has no members
            resolve: 8h                      | resolve: 30m           | 25 | before it must be acknowledged
            resolve: 16h                     | resolve: 2 days        | 29 | is not a time such as 30m
            from: 2026-10-12, who: omar      | from: 2026-10-01, who: omar | 32 | in the order of their days
            from: 2026-10-12, who: omar      | from: 2026-10-12, who: ada | 32 | is no member of this tier
            days: [mon, tue, wed, thu, fri]  | days: [mo]             | 23 | 'mo' is no day
            until: "18:00"                   | until: "07:00"         | 23 | the hours end before they begin
            project: payments                | projekt: payments      | 3  | 'projekt' is not known
            """)
    void eachMistakeHasItsLine(String right, String wrong, int line, String told) {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class, () -> RolloutFile.parse(payments().replace(right, wrong), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(line);
    }

    @Test
    void aSecretItselfIsRefusedWhereAReferenceBelongs() {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class,
                () -> RolloutFile.parse(payments().replace("${secret:JIRA_TOKEN}", "hunter2"), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.SECRET_LITERAL);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(41);
        assertThat(refused.getMessage()).doesNotContain("hunter2");
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
