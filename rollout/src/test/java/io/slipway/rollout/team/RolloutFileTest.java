package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.SprintSource;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.readiness.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutFileTest {
    private static final String NAME = "rollout/payments.yaml";

    private static final Surroundings PROJECT =
            new Surroundings(Set.of("dev", "qa", "prod")::contains, gate -> gate != Standard.CLIPS_BUILT);

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
            first: 2026-10-05                | first: 2026-10-35      | '2026-10-35' is not a day
            title: Payments                  | title: ""              | 'title' is empty
            title: Payments                  | title: "Pay\\u202Ements" | U+202E makes the text look other than it is
            duties: [dba]                    | duties: [dbo]          | 'dbo' is no duty
            stakeholders: [ada, dora, carl]  | stakeholders: [ada, x] | 'x' is none of the people
            stakeholders: [ada, dora, carl]  | stakeholders: [ada, ada] | 'ada' stands twice
            stakeholders: [ada, dora, carl]  | stakeholders: []       | somebody must agree
            ben@example.org                  | ada@example.org        | stands twice
            ben: {                           | ada: {                 | the key 'ada' stands twice
            manager: rita                    | manager: ben           | does not have the duty rollout-manager
            zone: Europe/Berlin              | zone: Europe/Bärlin    | is not a time zone
            last: 2027-01-01                 | last: 2027-01-20       | swallows the whole of sprint S7
            last: 2027-01-01                 | last: 2026-12-01       | ends before it begins
            members: [vera]                  | members: []            | L3 has no members
            resolve: 8h                      | resolve: 30m           | before it must be acknowledged
            resolve: 16h                     | resolve: 2 days        | is not a time such as 30m
            from: 2026-10-12, who: omar      | from: 2026-10-01, who: omar | in the order of their days
            from: 2026-10-12, who: omar      | from: 2026-10-12, who: ada | is no member of this tier
            days: [mon, tue, wed, thu, fri]  | days: [mo]             | 'mo' is no day
            until: "18:00"                   | until: "07:00"         | the hours end before they begin
            project: payments                | projekt: payments      | 'projekt' is not known
            proposer-counts: true            | proposer-counts: maybe | must be true or false
            proposer-counts: true            | proposers-count: true  | 'proposers-count' is not known
            date-agreed: {}                  | date-agred: {}         | nobody could ever satisfy the gate 'date-agred'
            date-agreed: {}                  | clips-built: {}        | this Slipway has nothing that looks at it
            count: 12                        | count: 012             | is not a number without zeros
            minutes: 90                      | minutes: 10            | 'minutes' must be from 15 to 480
            seats: 40                        | seats: many            | 'many' is not a number
            trainer: vera                    | trainer: ben           | does not have the duty trainer
            trainer: vera                    | trainer: eve           | 'eve' is none of the people
            people: [carl]                   | people: [rita]         | 'rita' gives this training
            [team-lead, developer]           | [team-leader]          | 'team-leader' is no duty
            payments-training                | payments training      | is neither goto nor a link
            hands-on: { trainer              | handson: { trainer     | 'handson' is not known in 'trainings'
            facilitator: rita                | helper: rita           | 'helper' is not known in 'hands-on'
            valid: 30d                       | valid: soon            | is not a time such as
            environment: qa                  | environment: qx        | the project has no environment 'qx'
            SELECT count(*)                  | DELETE                 | a gate only reads
            rollbacks-proved                 | good                   | 'good' is no rule for artifacts
            waivers: [rita, carl]            | waivers: [rita]        | a waiver needs a second person
            production: [prod]               | production: [live]     | the project has no environment 'live'
            production: [prod]               | production: []         | no clean-up may ever touch
            from: prod                       | from: live             | the project has no environment 'live'
            from: prod                       | form: prod             | 'form' is not known
            failures: 10                     | failures: 101          | 'failures' must be from 0 to 100
            """)
    void eachMistakeHasItsLine(String right, String wrong, String told) {
        String text = payments().replace(right, wrong);
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.parse(text, NAME, PROJECT)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(payments(), right));
    }

    /** Two freezes end to end leave as little of a sprint as one. */
    @Test
    void freezesThatTogetherLeaveNothingOfASprintAreRefused() {
        String text = payments()
                .replace(
                        "last: 2027-01-01 }",
                        "last: 2027-01-05 }\n  - { name: Audit, first: 2027-01-06, last: 2027-01-20 }");
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.parse(text, NAME, PROJECT)));
        assertThat(refused)
                .hasMessageContaining("the freezes 'Year end' and 'Audit' swallow the whole of sprint S7")
                .hasMessageContaining("shorten one of them");
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(text, "name: Audit"));
    }

    /** What the file's own environments show is told by 'check' already, without a server. */
    @Test
    void aGateOnAnEnvironmentThatTheFileDoesNotHaveIsRefusedWhenItIsRead(@TempDir Path root) throws Exception {
        Path file = root.resolve("rollout/payments.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                payments().replace("date-agreed: {}", "rows: { environment: uat, sql: SELECT 1, equals: \"1\" }"));
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.read(root, "payments")));
        assertThat(refused).hasMessageContaining("the project has no environment 'uat'");
    }

    @Test
    void aGateForTrainingsNeedsTrainings() {
        String text = payments().replaceFirst("(?s)trainings:.*?\\n\\n", "").replace("date-agreed: {}", "trained: {}");
        SlipwayException refused = Objects.requireNonNull(
                catchThrowableOfType(SlipwayException.class, () -> RolloutFile.parse(text, NAME, PROJECT)));
        assertThat(refused).hasMessageContaining("the file has no section 'trainings'");
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(text, "trained: {}"));
    }

    @Test
    void aSecretItselfIsRefusedWhereAReferenceBelongs() {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class,
                () -> RolloutFile.parse(payments().replace("${secret:JIRA_TOKEN}", "hunter2"), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.SECRET_LITERAL);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(payments(), "${secret:JIRA_TOKEN}"));
        assertThat(refused.getMessage()).doesNotContain("hunter2");
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
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(payments(), "sprints: "));
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
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(alone, "proposer-counts"));
    }

    /** A small team whose manager alone agrees to its date asks for no waivers, and gets none. */
    @Test
    void oneWhoDecidesAloneMayWaiveNothing() {
        String alone = payments().replace("stakeholders: [ada, dora, carl]", "stakeholders: [rita]");
        for (String each : List.of(
                alone.replaceFirst("(?s)\ngates:.*?\n\n", "\n"),
                alone.replace("  waivers: [rita, carl]\n", ""),
                alone.replace("waivers: [rita, carl]", "waivers: []"))) {
            assertThat(RolloutFile.parse(each, NAME, PROJECT).gates().waivers()).isEmpty();
        }
    }

    /** From 1, of where a part stands first. */
    private static int lineOf(String text, String part) {
        return 1
                + (int) text.substring(0, text.indexOf(part))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
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
        assertThat(refused)
                .hasMessageContaining("sprint B overlaps sprint A")
                .hasMessageContaining("begin it after that");
        assertThat(refused.location().orElseThrow().line()).isEqualTo(lineOf(listed, "sprints: "));
    }

    static String payments() {
        try (InputStream file = Objects.requireNonNull(RolloutFileTest.class.getResourceAsStream("payments.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
