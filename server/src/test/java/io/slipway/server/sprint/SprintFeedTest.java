package io.slipway.server.sprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.Sprint;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SprintFeedTest {
    private static final LocalDate UNTIL = LocalDate.parse("2027-03-31");

    private static String entry(String... lines) {
        return "BEGIN:VEVENT\r\nUID:sprint@x\r\nDTSTAMP:20260101T000000Z\r\n" + String.join("\r\n", lines)
                + "\r\nEND:VEVENT\r\n";
    }

    private static String repeating(String rule, String... more) {
        return entry(
                "DTSTART;VALUE=DATE:20261130",
                "DTEND;VALUE=DATE:20261214",
                "SUMMARY:Sprint",
                rule,
                String.join("\r\n", more).isEmpty() ? "TRANSP:TRANSPARENT" : String.join("\r\n", more));
    }

    private static List<String> read(String... entries) {
        return SprintFeed.sprints(
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + String.join("", entries)
                                + "END:VCALENDAR\r\n",
                        UNTIL)
                .stream()
                .map(SprintFeedTest::words)
                .toList();
    }

    private static String words(Sprint sprint) {
        return sprint.name() + " " + sprint.first() + " " + sprint.last();
    }

    @Test
    void oneThatRepeatsIsASprintEachTime() {
        assertThat(read(repeating("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3")))
                .containsExactly(
                        "Sprint 1 2026-11-30 2026-12-13",
                        "Sprint 2 2026-12-14 2026-12-27",
                        "Sprint 3 2026-12-28 2027-01-10");
        assertThat(read(repeating("RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261228T230000Z")))
                .hasSize(3);
        assertThat(read(repeating("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU;UNTIL=20261228")))
                .hasSize(3);
    }

    @Test
    void oneWithoutAnEndIsReadAsFarAsIsAskedFor() {
        List<String> sprints = read(repeating("RRULE:FREQ=WEEKLY;INTERVAL=2"));
        assertThat(sprints).hasSize(9).last().isEqualTo("Sprint 9 2027-03-22 2027-04-04");
    }

    /** Numbers stay: whoever agreed to sprint 3 does not find it called 2. */
    @Test
    void timesThatAreMovedRenamedAddedOrLeftOutAreAsTheySay() {
        assertThat(read(
                        repeating(
                                "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5",
                                "EXDATE;VALUE=DATE:20261228",
                                "RDATE;VALUE=DATE:20270301"),
                        entry(
                                "RECURRENCE-ID;VALUE=DATE:20261214",
                                "DTSTART;VALUE=DATE:20261215",
                                "DTEND;VALUE=DATE:20261228",
                                "SUMMARY:Sprint"),
                        entry(
                                "RECURRENCE-ID;VALUE=DATE:20270111",
                                "DTSTART;VALUE=DATE:20270111",
                                "DTEND;VALUE=DATE:20270125",
                                "SUMMARY:The long one"),
                        entry(
                                "RECURRENCE-ID;VALUE=DATE:20270125",
                                "DTSTART;VALUE=DATE:20270125",
                                "STATUS:CANCELLED",
                                "SUMMARY:Sprint")))
                .containsExactly(
                        "Sprint 1 2026-11-30 2026-12-13",
                        "Sprint 2 2026-12-15 2026-12-27",
                        "The long one 2027-01-11 2027-01-24",
                        "Sprint 5 2027-03-01 2027-03-14");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"FREQ=HOURLY", "FREQ=SECONDLY;COUNT=3", "FREQ=DAILY;COUNT=100000", "FREQ=NEVER", "nonsense"})
    void whatIsNoRuleForSprintsIsRefusedAtOnce(String rule) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> SprintFeed.sprints(
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
                                + repeating("RRULE:" + rule).replace("20261130", "20200101")
                                + "END:VCALENDAR\r\n",
                        UNTIL))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPRINTS_UNREADABLE));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    /** A rule that never comes true ends as well. */
    @Test
    void aRuleThatGivesNoDayGivesTheFirst() {
        assertThat(read(repeating("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))
                .containsExactly("Sprint 1 2026-11-30 2026-12-13");
    }
}
