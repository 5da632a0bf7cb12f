package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.server.support.TrackerStand.Issue;
import io.slipway.server.support.TrackerStand.Trouble;
import io.slipway.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A case in Jira and in ServiceNow: there once, whatever goes wrong, and in step with what becomes of it. */
class TrackerTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");

    @TempDir
    private Path data;

    private final TrackerStand stand = new TrackerStand();
    private Bench bench;

    private Case opened(String kind) {
        bench = Bench.open(data, StoreSettings.embedded(data), Map.of(), MORNING);
        bench.rollout("payments", Bench.trackers(stand, kind));
        return bench.desk.cases().open(Bench.caller("ada"), "payments", "It is slow", "Very.", Case.Source.PAGE);
    }

    @AfterEach
    void close() {
        bench.close();
        stand.close();
    }

    /** As the scheduler does, with the waiting taken out. */
    private void runUntilDone(String kind, long number) {
        for (int i = 0; i < 20; i++) {
            Optional<Instant> next = bench.desk.trackers().run(number, kind);
            if (next.isEmpty()) {
                return;
            }
            bench.time.move(Duration.between(bench.time.instant(), next.get()).plusMillis(1));
        }
        throw new AssertionError("it never ends: " + bench.remotes.of(number));
    }

    private void act(long number, String verb, String text) {
        bench.desk
                .cases()
                .act(
                        Bench.caller("ada"),
                        "payments",
                        number,
                        new CaseWish(CaseWish.kind(verb), text, "", "", Optional.empty(), "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void itIsMadeKeptInStepAndEnded(String kind) {
        long number = opened(kind).number();
        runUntilDone(kind, number);
        assertThat(stand.issues()).hasSize(1);
        Issue issue = stand.issues().get(0);
        assertThat(issue.summary).isEqualTo("[Slipway #1] It is slow");
        assertThat(issue.text).contains("Very.", "https://slipway.example.org/projects/payments/rollout/cases/1");
        assertThat(bench.desk.cases().of("payments", number).events())
                .filteredOn(event -> event.kind() == CaseEvent.Kind.TRACKED)
                .singleElement()
                .satisfies(event -> assertThat(event.text("key")).isEqualTo(issue.key));

        act(number, "acknowledge", "");
        act(number, "note", "It is the index.");
        runUntilDone(kind, number);
        assertThat(issue.text).contains("acknowledged it", "It is the index.");

        act(number, "resolve", "Made the index anew.");
        runUntilDone(kind, number);
        assertThat(stand.issues()).hasSize(1);
        assertThat(kind.equals("jira") ? issue.status : issue.note)
                .isEqualTo(kind.equals("jira") ? "Done" : "Made the index anew.");
        assertThat(bench.remotes.of(number).get(0).state()).isEqualTo("there");
        assertThat(bench.audit.verify().whole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void inJiraItIsThereOnceWhateverTheAnswer(Trouble trouble) {
        troubled("jira", trouble);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void inServiceNowItIsThereOnceWhateverTheAnswer(Trouble trouble) {
        troubled("servicenow", trouble);
    }

    private void troubled(String kind, Trouble trouble) {
        long number = opened(kind).number();
        stand.next(trouble);
        if (trouble != Trouble.REFUSED) {
            stand.next(trouble);
        }
        runUntilDone(kind, number);
        if (trouble == Trouble.REFUSED) {
            // It would be refused again: it waits for something new, or for a person.
            assertThat(stand.issues()).isEmpty();
            assertThat(bench.remotes.of(number).get(0).state()).isEqualTo("dead");
            act(number, "acknowledge", "");
            runUntilDone(kind, number);
        }
        assertThat(stand.issues()).hasSize(1);
        assertThat(bench.remotes.of(number).get(0).state()).isEqualTo("there");
    }

    /** Jira's search lags: who asked at once after a lost answer would make a second one. */
    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void afterALostAnswerNobodyAsksBeforeTheSearchKnows(String kind) {
        long number = opened(kind).number();
        stand.next(Trouble.LOST_ANSWER);
        stand.indexed(false);
        Instant begun = bench.time.instant();
        bench.desk.trackers().run(number, kind);
        int calls = stand.calls().size();
        for (int i = 0; i < 11; i++) {
            bench.time.move(Duration.ofSeconds(10));
            bench.desk.trackers().run(number, kind);
        }
        assertThat(Duration.between(begun, bench.time.instant())).isLessThan(TrackerRun.LOOKS.get(0));
        assertThat(stand.calls()).hasSize(calls);
        stand.indexed(true);
        runUntilDone(kind, number);
        assertThat(stand.issues()).hasSize(1);
    }

    /** A search that lags for a quarter of an hour is waited for: it is looked for again and again, and not made. */
    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void aSearchThatLagsForLongIsWaitedFor(String kind) {
        long number = opened(kind).number();
        stand.next(Trouble.LOST_ANSWER);
        stand.indexed(false);
        Instant begun = bench.time.instant();
        List<Duration> looks = new ArrayList<>();
        while (Duration.between(begun, bench.time.instant()).compareTo(Duration.ofMinutes(16)) < 0) {
            int calls = stand.calls().size();
            bench.desk.trackers().run(number, kind);
            if (stand.calls().size() > calls) {
                looks.add(Duration.between(begun, bench.time.instant()));
            }
            RemoteCases.RemoteCase now = bench.remotes.find(number, kind).orElseThrow();
            assertThat(now.state()).isEqualTo("waiting");
            if (looks.size() > 1) {
                assertThat(now.result()).contains("Whether it was made is not known", "slipway-", "09:20:00Z");
            }
            bench.time.move(Duration.ofSeconds(10));
        }
        assertThat(looks.stream().map(Duration::toMinutes)).containsExactly(0L, 2L, 5L, 10L);
        assertThat(stand.issues()).hasSize(1);
        // something new in between has it looked for before its time, and made no more than otherwise
        act(number, "acknowledge", "");
        bench.desk.trackers().run(number, kind);
        assertThat(stand.issues()).hasSize(1);

        stand.indexed(true);
        runUntilDone(kind, number);
        assertThat(stand.issues()).hasSize(1);
        assertThat(bench.remotes.of(number).get(0).state()).isEqualTo("there");
        assertThat(told(number)).doesNotContain("there are two");
    }

    /** One that is not found for twenty minutes is made anew; whoever looks after the case knows that there may be two. */
    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void afterTheLastLookItIsMadeAndTheCaseSaysThatThereMayBeTwo(String kind) {
        long number = opened(kind).number();
        stand.next(Trouble.LOST_ANSWER, Trouble.BUSY);
        stand.indexed(false);
        Instant begun = bench.time.instant();
        bench.desk.trackers().run(number, kind);
        String mark = stand.issues().get(0).mark;
        runUntilDone(kind, number);
        assertThat(Duration.between(begun, bench.time.instant())).isGreaterThan(Duration.ofMinutes(15));
        assertThat(stand.issues())
                .hasSize(2)
                .allSatisfy(issue -> assertThat(issue.mark).isEqualTo(mark));
        assertThat(told(number))
                .containsOnlyOnce("there are two with this mark")
                .contains(mark);
        assertThat(bench.desk.cases().of("payments", number).events())
                .filteredOn(event -> event.kind() == CaseEvent.Kind.TRACKED)
                .extracting(CaseWords::of)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("may have it twice in " + kind),
                        second -> assertThat(second)
                                .startsWith("has it as " + stand.issues().get(1).key + " in " + kind));
        assertThat(bench.remotes.of(number).get(0).state()).isEqualTo("there");
    }

    private String told(long number) {
        return bench.desk.cases().of("payments", number).events().stream()
                .map(event -> event.text(CaseEvent.TEXT))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void whatBecomesOfItThereComesBack(String kind) {
        long number = opened(kind).number();
        runUntilDone(kind, number);
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        stand.issues().get(0).status = "Done";
        stand.issues().get(0).state = 6;
        bench.time.move(Duration.ofMinutes(3));
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        Case now = bench.desk.cases().of("payments", number).state();
        assertThat(now.phase()).isEqualTo(Case.Phase.RESOLVED);
        runUntilDone(kind, number);
        bench.time.move(Duration.ofMinutes(3));
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        assertThat(bench.desk.cases().of("payments", number).events())
                .filteredOn(event -> event.kind() == CaseEvent.Kind.RESOLVED)
                .hasSize(1);
        assertThat(stand.issues()).hasSize(1);
    }

    /** Before its turn, and by asking the tracker: what the message says of the state is not looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void aMessageOfTheTrackerHasItAskedAtOnce(String kind) {
        long number = opened(kind).number();
        runUntilDone(kind, number);
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        Issue issue = stand.issues().get(0);
        int calls = stand.calls().size();
        String says = kind.equals("jira")
                ? "{\"webhookEvent\":\"jira:issue_updated\",\"issue\":{\"key\":\"" + issue.key
                        + "\",\"fields\":{\"status\":{\"name\":\"Done\"}}}}"
                : "{\"number\":\"" + issue.key + "\",\"state\":\"6\"}";
        heard(kind, says);
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        assertThat(stand.calls()).hasSize(calls + 1);
        assertThat(bench.desk.cases().of("payments", number).state().phase()).isEqualTo(Case.Phase.OPEN);

        issue.status = "Done";
        issue.state = 6;
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        assertThat(stand.calls()).as("it is not its turn").hasSize(calls + 1);
        heard(kind, says);
        bench.desk.trackers().ask(Duration.ofMinutes(2), 10);
        assertThat(bench.desk.cases().of("payments", number).state().phase()).isEqualTo(Case.Phase.RESOLVED);
    }

    private void heard(String kind, String says) {
        bench.desk
                .hooks()
                .heard(
                        "payments",
                        kind,
                        says.getBytes(StandardCharsets.UTF_8),
                        Optional.empty(),
                        Optional.ofNullable(Bench.SECRETS.get("JIRA_HOOK")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira", "servicenow"})
    void theLoginIsNowhereToBeRead(String kind) {
        long number = opened(kind).number();
        stand.next(Trouble.UNAVAILABLE);
        bench.desk.trackers().run(number, kind);
        assertThat(bench.remotes.of(number).toString()).doesNotContain("s3cret");
        assertThat(bench.desk.cases().of("payments", number).toString()).doesNotContain("s3cret");
    }
}
