package io.slipway.enablement.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.scenario.Condition;
import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.Step;
import io.slipway.release.error.Location;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goals, known wrong answers, and what is said of them. */
class JudgementTest {
    private static final Location HERE = Location.of("lab.yaml");
    private static final String CHANGE = "ddl/1.sql";
    private static final Condition ONE = new Condition.Answer(HERE, "dev", "one", "1");
    private static final Condition BACK = new Condition.Told(HERE, "dev", Condition.What.ROLLED_BACK, CHANGE);
    private static final Condition WRONG = new Condition.Answer(HERE, "dev", "wrong", "t");
    private static final Lab LAB = new Lab(
            "task",
            Duration.ofMinutes(5),
            List.of(),
            List.of(new Lab.Goal(ONE, "no one"), new Lab.Goal(BACK, "not back")),
            List.of("hint"),
            List.of(new Lab.Wrong(
                    List.of(WRONG),
                    "that is wrong",
                    List.of(new Step.Run(HERE, "slipway package", 0, List.of(), Duration.ofMinutes(1))))),
            List.of(),
            false);

    private static Facts facts(Map<String, String> answers, HistoryEvent... events) {
        return new Facts() {
            @Override
            public Optional<String> ask(String environment, String sql) {
                return Optional.ofNullable(answers.get(sql));
            }

            @Override
            public List<HistoryEntry> history(String environment) {
                return java.util.Arrays.stream(events).map(JudgementTest::entry).toList();
            }
        };
    }

    private static HistoryEntry entry(HistoryEvent event) {
        return new HistoryEntry(
                1,
                event,
                "d",
                Optional.of(CHANGE),
                Optional.of(CHANGE),
                Optional.of("ddl"),
                Optional.of("0a"),
                "1.0.0",
                "0b",
                1,
                0,
                1,
                Instant.EPOCH,
                "ann",
                "{}");
    }

    @Test
    void itIsPassedWhenEveryGoalHolds() {
        Judgement passed = Judgement.of(LAB, facts(Map.of("one", "1"), HistoryEvent.APPLIED, HistoryEvent.ROLLED_BACK));
        assertThat(passed).isEqualTo(new Judgement(true, "", false));
    }

    @Test
    void theFirstGoalThatIsMissingIsSaid() {
        assertThat(Judgement.of(LAB, facts(Map.of()))).isEqualTo(new Judgement(false, "no one", false));
        assertThat(Judgement.of(LAB, facts(Map.of("one", "1"), HistoryEvent.APPLIED)))
                .isEqualTo(new Judgement(false, "not back", false));
    }

    @Test
    void aKnownWrongAnswerIsToldBeforeWhatIsMissing() {
        assertThat(Judgement.of(LAB, facts(Map.of("wrong", "t"))))
                .isEqualTo(new Judgement(false, "that is wrong", true));
    }

    @Test
    void theHistoryTellsWhatIsAppliedNow() {
        Condition applied = new Condition.Told(HERE, "dev", Condition.What.APPLIED, CHANGE);
        Condition not = new Condition.Told(HERE, "dev", Condition.What.NOT_APPLIED, CHANGE);
        Condition never = new Condition.Told(HERE, "dev", Condition.What.NOT_ROLLED_BACK, CHANGE);
        Facts once = facts(Map.of(), HistoryEvent.APPLIED);
        Facts taken = facts(Map.of(), HistoryEvent.APPLIED, HistoryEvent.ROLLED_BACK);
        assertThat(List.of(Judgement.holds(applied, once), Judgement.holds(not, once), Judgement.holds(never, once)))
                .containsExactly(true, false, true);
        assertThat(List.of(Judgement.holds(applied, taken), Judgement.holds(not, taken), Judgement.holds(never, taken)))
                .containsExactly(false, true, false);
    }
}
