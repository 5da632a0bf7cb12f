package io.slipway.release.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Actor;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Server;
import io.slipway.release.target.TargetLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes out at the other end is what went in, the empty included. */
class RunnerJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456Z");
    private static final Actor ACTOR = new Actor("ann@east", Optional.of("bob"), Optional.empty());
    /** Settling a statement leaves an entry without version and artifact. */
    private static final HistoryEntry RESOLVED = new HistoryEntry(
            7,
            HistoryEvent.RESOLVED,
            "d",
            Optional.of("ddl/1.sql"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("ab"),
            "",
            "",
            0,
            0,
            0,
            NOW,
            "ann",
            "{}");

    private static final TargetPicture PICTURE = new TargetPicture(
            new Server("PostgreSQL", "18.6", 18),
            Optional.of(new TargetLock.Holder("ann", NOW, Optional.of(new TargetLock.Session("p 1", "kill")))),
            List.of(RESOLVED),
            List.of(new JournalEntry(
                    "d", "ddl/1.sql@ab", "apply", 2, "cd", JournalEntry.State.HALF_BUILT, Optional.of("x\ny"))));

    @Test
    void everyOrderComesBackAsItWas() {
        for (Order order : List.of(
                new Order.Look(),
                new Order.ReadCatalogue(),
                new Order.Deploy(
                        "ab",
                        Optional.of("a AND !b"),
                        List.of("eu"),
                        ACTOR,
                        true,
                        Duration.ofMinutes(1),
                        Optional.of(new Order.Before("qa", Optional.of(PICTURE), Optional.empty()))),
                new Order.RollBack("ab", Set.of("x@1", "y@2"), true, false, ACTOR, Duration.ZERO),
                new Order.Resolve(Optional.of("shop-1"), 3, true, false, "looked", "ann"))) {
            RunnerTask task = new RunnerTask("id", 2, "project: x", "", "prod", order);
            assertThat(RunnerJson.read(RunnerJson.text(task), RunnerTask.class)).isEqualTo(task);
        }
    }

    @Test
    void aPictureComesBackAsItWas() {
        Answer answer = Answer.of(PICTURE);
        assertThat(RunnerJson.read(RunnerJson.text(answer), Answer.class)).isEqualTo(answer);
    }

    @Test
    void anErrorIsThrownAsItWas() {
        Answer answer = Answer.of(SlipwayException.of(ErrorCode.LOCK_HELD, "Ann deploys.", "Wait."));
        assertThatThrownBy(() ->
                        RunnerJson.read(RunnerJson.text(answer), Answer.class).orThrow())
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.LOCK_HELD);
                    assertThat(e.help()).isEqualTo("Wait.");
                });
    }

    @Test
    void whatIsNoOrderIsRefused() {
        for (String text : List.of("", "null", "[]", "{\"order\":{\"verb\":\"drop\"}}")) {
            assertThatThrownBy(() -> RunnerJson.read(text, RunnerTask.class))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A history that came over is paged and filtered as the tables of a target are. */
    @Test
    void aPictureIsReadAPageAtATime() {
        List<HistoryEntry> entries = Stream.of(1L, 2L, 4L, 9L)
                .map(sequence -> new HistoryEntry(
                        sequence,
                        sequence == 4 ? HistoryEvent.APPLIED : HistoryEvent.FAILED,
                        "d",
                        Optional.of("x"),
                        Optional.of("ddl/" + sequence + ".SQL"),
                        Optional.empty(),
                        Optional.empty(),
                        "1.4.0",
                        "",
                        0,
                        0,
                        0,
                        NOW,
                        "Ann@east",
                        "{}"))
                .toList();
        PicturedTarget target = new PicturedTarget(
                new TargetPicture(PICTURE.server(), Optional.empty(), entries, List.of()),
                () -> Catalogue.of(List.of()));
        TargetHistory history = target.history();
        assertThat(history.after(1, 2)).extracting(HistoryEntry::sequence).containsExactly(2L, 4L);
        assertThat(history.newest(HistoryFilter.ALL, 9, 2))
                .extracting(HistoryEntry::sequence)
                .containsExactly(4L, 2L);
        assertThat(history.newest(new HistoryFilter(Optional.of(HistoryEvent.FAILED), "ann@"), Long.MAX_VALUE, 2))
                .extracting(HistoryEntry::sequence)
                .containsExactly(9L, 2L);
        assertThat(history.newest(new HistoryFilter(Optional.empty(), "4.sql"), Long.MAX_VALUE, 9))
                .extracting(HistoryEntry::sequence)
                .containsExactly(4L);
        assertThat(history.newest(new HistoryFilter(Optional.empty(), "1.4"), Long.MAX_VALUE, 9))
                .isEmpty();
        assertThat(history.newest(new HistoryFilter(Optional.empty(), "1.4.0"), Long.MAX_VALUE, 9))
                .hasSize(4);
    }
}
