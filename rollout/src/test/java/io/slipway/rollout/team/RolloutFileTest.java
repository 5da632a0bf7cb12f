package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.SprintSource;
import io.slipway.rollout.people.Person;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Collectors;
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
            project: payments                | projekt: payments      | 3  | 'projekt' is not known
            proposer-counts: true            | proposer-counts: maybe | 21 | must be true or false
            proposer-counts: true            | proposers-count: true  | 21 | 'proposers-count' is not known
            """)
    void eachMistakeHasItsLine(String right, String wrong, int line, String told) {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class, () -> RolloutFile.parse(payments().replace(right, wrong), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(line);
    }

    @Test
    void sprintsMayComeFromElsewhere() {
        assertThat(withSprints("{ feed: \"https://calendar.example.com/team.ics\" }")
                        .calendar()
                        .source())
                .isEqualTo(new SprintSource.Feed(URI.create("https://calendar.example.com/team.ics")));
        Rollout jira =
                withSprints("{ jira: { url: \"https://jira.example.com\", board: 7, token: \"${env:JIRA_TOKEN}\" } }");
        assertThat(jira.calendar().source()).isInstanceOfSatisfying(SprintSource.Jira.class, source -> {
            assertThat(source.board()).isEqualTo(7);
            assertThat(source.token()).hasToString("${env:JIRA_TOKEN}");
        });
        assertThat(jira.calendar().sprints()).isEmpty();
    }

    /** Whoever writes the file chooses the address: only what was made for it may be sent there. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            "${env:DATABASE_PASSWORD}", rollout-file-invalid
            "${secret:PROD_PASSWORD}",  rollout-file-invalid
            "${file:/etc/passwd}",      rollout-file-invalid
            "${command:id}",            rollout-file-invalid
            a-token-itself,             secret-literal
            """)
    void onlyATokenForJiraIsSentToJira(String token, String code) {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class,
                () -> withSprints("{ jira: { url: \"https://jira.example.com\", board: 7, token: " + token + " } }")));
        assertThat(refused.code().code()).isEqualTo(code);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(18);
        assertThat(refused).hasMessageNotContaining("a-token-itself");
    }

    @Test
    void aPolicyThatNobodyCanSatisfyIsRefused() {
        String alone = payments()
                .replace("stakeholders: [ada, dora, carl]", "stakeholders: [rita]")
                .replace("proposer-counts: true", "proposer-counts: false");
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.parse(alone, NAME)));
        assertThat(refused).hasMessageContaining("no date could ever be agreed");
        assertThat(refused.location().orElseThrow().line()).isEqualTo(21);
    }

    private static Rollout withSprints(String sprints) {
        return RolloutFile.parse(
                payments()
                        .lines()
                        .map(line -> line.startsWith("sprints: ") ? "sprints: " + sprints : line)
                        .collect(Collectors.joining("\n")),
                NAME);
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
