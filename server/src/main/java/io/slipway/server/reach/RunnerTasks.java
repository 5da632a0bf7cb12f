package io.slipway.server.reach;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerProtocol.Sentence;
import io.slipway.release.runner.RunnerTask;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Orders on their way to runners and back. A task is handed out under a lease that the runner's heartbeats renew; when
 * they stay away it is handed out again with the next attempt, and only the last attempt's answer counts.
 */
public final class RunnerTasks {
    static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final Duration SEEN = Duration.ofSeconds(5);
    private static final int PEEK_MILLIS = 250;
    private static final int AT_ONCE = RunnerProtocol.SENTENCES_AT_ONCE;
    private static final int LONGEST_MESSAGE = RunnerProtocol.LONGEST_MESSAGE;
    /** More sentences than this of one task are not kept: nobody would read them. */
    private static final long MOST_SENTENCES = 100_000;

    private static final Set<String> KINDS = Set.of("begin", "step", "end", "note");
    private final Store store;
    private final Runners runners;
    private final ScheduledExecutorService ticker;
    private final Clock clock;
    /** Advances whenever something happened here. */
    private final Phaser news = new Phaser(1);

    private volatile boolean closed;
    private volatile Optional<ScheduledFuture<?>> sweeping = Optional.empty();

    public RunnerTasks(Store store, Runners runners, ScheduledExecutorService ticker, Clock clock) {
        this.store = store;
        this.runners = runners;
        this.ticker = ticker;
        this.clock = clock;
    }

    /**
     * How far a task is.
     *
     * @param attempt how often a runner took it
     * @param taken whether one took it since it was put there
     * @param leased whether a runner is at it
     * @param quietSince when the lease ended, in milliseconds; 0 while no runner took it
     */
    record State(long attempt, boolean taken, boolean leased, long quietSince, Optional<String> answer) {}

    public void start() {
        sweeping = Optional.of(
                ticker.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Lets everybody go who waits: the server stops. */
    public void close() {
        closed = true;
        sweeping.ifPresent(task -> task.cancel(false));
        tellNews();
    }

    boolean present(String runner) {
        return runners.named(runner).present(clock.instant());
    }

    boolean closed() {
        return closed;
    }

    /** Waits until something happened here, or might have happened on another node. */
    void pause() throws InterruptedException {
        try {
            news.awaitAdvanceInterruptibly(news.getPhase(), PEEK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // another node may have news: the store tells
        }
    }

    private void tellNews() {
        news.arrive();
    }

    /**
     * Puts a task there for a runner, unless it is there already; one that was answered begins again with the next
     * attempt, so that whoever had an earlier one has no say any more.
     *
     * @param life after that it is not handed out any more
     */
    void add(String runner, String project, RunnerTask task, boolean reads, Duration life) {
        long now = clock.millis();
        store.run(
                handle -> handle.createUpdate("INSERT INTO runner_task (id, runner, project, environment, reads, task,"
                                + " artifact, attempt, made_at, ends_at, lease_until, cancelled, told, answer) VALUES (:id,"
                                + " :runner, :project, :environment, :reads, :task, :artifact, 0, :now, :ends, 0, :no, 0, '') ON"
                                + " CONFLICT (id) DO UPDATE SET runner = excluded.runner, task = excluded.task,"
                                + " made_at = excluded.made_at, ends_at = excluded.ends_at, lease_until = 0,"
                                + " cancelled = excluded.cancelled, told = 0, answered_at = NULL, answer = ''"
                                + " WHERE runner_task.answered_at IS NOT NULL")
                        .bind("id", task.id())
                        .bind("runner", runner)
                        .bind("project", project)
                        .bind("environment", task.environment())
                        .bind("reads", reads)
                        .bind("task", RunnerJson.text(task))
                        .bind("artifact", task.order().needs().orElse(""))
                        .bind("now", now)
                        .bind("ends", now + life.toMillis())
                        .bind("no", false)
                        .execute());
        tellNews();
    }

    /** Waits for the next task of a runner. */
    public Optional<RunnerTask> next(Runner runner, boolean readsOnly, Duration patience) throws InterruptedException {
        long end = clock.millis() + patience.toMillis();
        long seen = 0;
        while (!closed && runners.named(runner.name()).valid(clock.instant())) {
            if (clock.millis() - seen > SEEN.toMillis()) {
                seen = clock.millis();
                runners.saw(runner.name());
            }
            Optional<RunnerTask> taken = take(runner.name(), readsOnly);
            if (taken.isPresent() || clock.millis() >= end) {
                return taken;
            }
            pause();
        }
        return Optional.empty();
    }

    private Optional<RunnerTask> take(String runner, boolean readsOnly) {
        record Waiting(String id, long attempt, RunnerTask task) {}
        long now = clock.millis();
        Optional<Waiting> waiting = store.read(handle -> handle.createQuery("SELECT t.id, t.attempt, t.task FROM"
                        + " runner_task t JOIN runner_environment e ON e.runner = t.runner AND e.project = t.project"
                        + " AND e.environment = t.environment WHERE t.runner = :runner AND t.answered_at IS NULL"
                        + " AND t.lease_until < :now AND t.ends_at > :now AND (t.reads OR NOT :readsOnly)"
                        + " ORDER BY t.made_at LIMIT 1")
                .bind("runner", runner)
                .bind("now", now)
                .bind("readsOnly", readsOnly)
                .map((row, context) -> new Waiting(
                        row.getString("id"),
                        row.getLong("attempt"),
                        RunnerJson.read(row.getString("task"), RunnerTask.class)))
                .findFirst());
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Waiting found = waiting.get();
        boolean taken = store.write(handle -> handle.createUpdate("UPDATE runner_task SET attempt = attempt + 1,"
                                + " lease_until = :lease, told = 0 WHERE id = :id AND attempt = :attempt"
                                + " AND answered_at IS NULL AND lease_until < :now")
                        .bind("lease", now + LEASE.toMillis())
                        .bind("id", found.id())
                        .bind("attempt", found.attempt())
                        .bind("now", now)
                        .execute()
                > 0);
        RunnerTask task = found.task();
        return taken
                ? Optional.of(new RunnerTask(
                        task.id(),
                        found.attempt() + 1,
                        task.definition(),
                        task.trustedKeys(),
                        task.environment(),
                        task.order()))
                : Optional.empty();
    }

    /**
     * A runner is at it still, and tells how far.
     *
     * @return whether somebody wishes it stopped
     * @throws SlipwayException {@code runner-task-gone}, {@code request-invalid}
     */
    public boolean beat(Runner runner, String id, long attempt, List<Sentence> sentences) {
        check(sentences);
        boolean cancelled = store.write(handle -> {
            int renewed = handle.createUpdate("UPDATE runner_task SET lease_until = :lease WHERE id = :id"
                            + " AND runner = :runner AND attempt = :attempt AND answered_at IS NULL")
                    .bind("lease", clock.millis() + LEASE.toMillis())
                    .bind("id", id)
                    .bind("runner", runner.name())
                    .bind("attempt", attempt)
                    .execute();
            if (renewed == 0) {
                throw gone();
            }
            Runners.saw(handle, runner.name(), clock.millis());
            tell(handle, id, attempt, sentences);
            return handle.createQuery("SELECT cancelled FROM runner_task WHERE id = :id")
                    .bind("id", id)
                    .mapTo(Boolean.class)
                    .one();
        });
        tellNews();
        return cancelled;
    }

    private static void check(List<Sentence> sentences) {
        boolean good = sentences.size() <= AT_ONCE
                && sentences.stream()
                        .allMatch(s -> s != null
                                && s.number() > 0
                                && s.kind() != null
                                && KINDS.contains(s.kind())
                                && s.message() != null
                                && s.message().length() <= LONGEST_MESSAGE
                                && s.total() >= 0);
        if (!good) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "Progress comes in at most " + AT_ONCE + " sentences at once, each of at most " + LONGEST_MESSAGE
                            + " characters.",
                    "");
        }
    }

    private static void tell(Handle handle, String id, long attempt, List<Sentence> sentences) {
        long told = handle.createQuery("SELECT told FROM runner_task WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        PreparedBatch batch = handle.prepareBatch("INSERT INTO runner_progress (task, number, kind, message, total)"
                + " VALUES (:task, :number, :kind, :message, :total) ON CONFLICT DO NOTHING");
        long last = told;
        for (Sentence sentence : sentences) {
            if (sentence.number() > last && sentence.number() <= MOST_SENTENCES) {
                last = sentence.number();
                batch.bind("task", id)
                        .bind("number", attempt * 2 * MOST_SENTENCES + last)
                        .bind("kind", sentence.kind())
                        .bind("message", sentence.message())
                        .bind("total", sentence.total())
                        .add();
            }
        }
        if (last > told) {
            batch.execute();
            handle.createUpdate("UPDATE runner_task SET told = :last WHERE id = :id")
                    .bind("last", last)
                    .bind("id", id)
                    .execute();
        }
    }

    /** What was told since the last time, each sentence once. */
    List<Sentence> told(String id) {
        return store.write(handle -> {
            List<Sentence> sentences = handle.createQuery(
                            "SELECT * FROM runner_progress WHERE task = :task ORDER BY number LIMIT :limit")
                    .bind("task", id)
                    .bind("limit", AT_ONCE)
                    .map((row, context) -> new Sentence(
                            row.getLong("number"),
                            row.getString("kind"),
                            row.getString("message"),
                            row.getLong("total")))
                    .list();
            if (!sentences.isEmpty()) {
                handle.createUpdate("DELETE FROM runner_progress WHERE task = :task AND number <= :last")
                        .bind("task", id)
                        .bind("last", sentences.get(sentences.size() - 1).number())
                        .execute();
            }
            return sentences;
        });
    }

    /**
     * Takes an answer. The same one again is thanked for as the first was.
     *
     * @throws SlipwayException {@code runner-task-gone}
     */
    public void answer(Runner runner, String id, long attempt, String answer) {
        store.run(handle -> {
            int taken = handle.createUpdate("UPDATE runner_task SET answer = :answer, answered_at = :now"
                            + " WHERE id = :id AND runner = :runner AND attempt = :attempt AND answered_at IS NULL")
                    .bind("answer", answer)
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .bind("runner", runner.name())
                    .bind("attempt", attempt)
                    .execute();
            boolean known = taken == 0
                    && handle.createQuery("SELECT answer FROM runner_task WHERE id = :id AND runner = :runner"
                                    + " AND attempt = :attempt")
                            .bind("id", id)
                            .bind("runner", runner.name())
                            .bind("attempt", attempt)
                            .mapTo(String.class)
                            .findOne()
                            .filter(answer::equals)
                            .isPresent();
            if (taken == 0 && !known) {
                throw gone();
            }
        });
        tellNews();
    }

    /**
     * Digest of the artifact that a task needs.
     *
     * @throws SlipwayException {@code runner-task-gone} for another's task, or one that needs none
     */
    public String artifact(Runner runner, String id) {
        return store.read(handle -> handle.createQuery("SELECT artifact FROM runner_task WHERE id = :id"
                                + " AND runner = :runner AND answered_at IS NULL")
                        .bind("id", id)
                        .bind("runner", runner.name())
                        .mapTo(String.class)
                        .findOne())
                .filter(digest -> !digest.isEmpty())
                .orElseThrow(RunnerTasks::gone);
    }

    Optional<State> state(String id) {
        long now = clock.millis();
        return store.read(handle -> handle.createQuery(
                        "SELECT attempt, lease_until, answered_at, answer FROM runner_task WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new State(
                        row.getLong("attempt"),
                        row.getLong("lease_until") > 0,
                        row.getLong("lease_until") >= now,
                        row.getLong("lease_until"),
                        row.getObject("answered_at") == null ? Optional.empty() : Optional.of(row.getString("answer"))))
                .findOne());
    }

    void wishCancelled(String id) {
        store.run(handle -> handle.createUpdate("UPDATE runner_task SET cancelled = :yes WHERE id = :id")
                .bind("yes", true)
                .bind("id", id)
                .execute());
    }

    /**
     * Takes back what no runner took since it was put there.
     *
     * @param answer stands there instead where one had taken it before, so that its attempts go on being counted
     */
    boolean withdraw(String id, String answer) {
        return store.write(handle -> handle.createUpdate("DELETE FROM runner_task WHERE id = :id AND attempt = 0")
                                .bind("id", id)
                                .execute()
                        + handle.createUpdate("UPDATE runner_task SET answer = :answer, answered_at = :now"
                                        + " WHERE id = :id AND answered_at IS NULL AND lease_until = 0")
                                .bind("answer", answer)
                                .bind("now", clock.millis())
                                .bind("id", id)
                                .execute()
                > 0);
    }

    /** Takes it from the runner that is gone: its answer does not count any more. */
    boolean giveUp(String id, String answer) {
        return store.write(handle -> handle.createUpdate("UPDATE runner_task SET answer = :answer, answered_at = :now"
                                + " WHERE id = :id AND answered_at IS NULL AND lease_until < :now")
                        .bind("answer", answer)
                        .bind("now", clock.millis())
                        .bind("id", id)
                        .execute()
                > 0);
    }

    void forget(String id) {
        store.run(handle -> {
            handle.createUpdate("DELETE FROM runner_progress WHERE task = :id")
                    .bind("id", id)
                    .execute();
            handle.createUpdate("DELETE FROM runner_task WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    /** Answers of deployments stay a while, so that a runner that sends one again is thanked. */
    private void sweep() {
        long now = clock.millis();
        List<String> old = store.read(handle -> handle.createQuery("SELECT id FROM runner_task WHERE (reads AND"
                        + " ends_at < :longAgo) OR (answered_at IS NOT NULL AND answered_at < :kept) LIMIT 1000")
                .bind("longAgo", now - SWEEP.toMillis())
                .bind("kept", now - KEPT.toMillis())
                .mapTo(String.class)
                .list());
        old.forEach(this::forget);
    }

    private static SlipwayException gone() {
        return SlipwayException.of(
                ErrorCode.RUNNER_TASK_GONE,
                "This runner has no such task, or another attempt took it over.",
                "Nothing need be done; the server asks again where it must.");
    }
}
