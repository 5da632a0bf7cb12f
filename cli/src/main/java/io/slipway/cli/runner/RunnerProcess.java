package io.slipway.cli.runner;

import io.slipway.cli.Wiring;
import io.slipway.cli.remote.ServerConnection;
import io.slipway.database.Products;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerTask;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A runner, from its first word to its last. */
public final class RunnerProcess {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(100);
    /** What may be looked at meanwhile. */
    private static final int READS = 8;

    private static final Duration LAST_WORDS = Duration.ofSeconds(25);
    private final RunnerLink link;
    private final ServerConnection server;
    private final Settings settings;
    private final String version;
    private final Wiring wiring;
    private final Workplace workplace;
    private final List<DatabaseProduct> products;
    private final Map<String, TaskRun> atWork = new ConcurrentHashMap<>();
    private final ExecutorService tasks = Executors.newCachedThreadPool(RunnerProcess::thread);
    private final ScheduledExecutorService hearts = Executors.newScheduledThreadPool(2, RunnerProcess::thread);

    /**
     * @param data folder for what it keeps
     * @param trustedKeys a file or folder of public keys; empty for those that the server names at first
     * @param deployments how many run at once
     */
    public record Settings(String name, Path data, Optional<Path> trustedKeys, int deployments) {}

    /** @param version of Slipway, as people know it */
    public RunnerProcess(ServerConnection server, Settings settings, String version, Wiring wiring) {
        this.server = server;
        this.link = new RunnerLink(server);
        this.settings = settings;
        this.version = version;
        this.wiring = wiring;
        this.workplace = new Workplace(settings.data(), settings.trustedKeys());
        this.products = Products.onServer(wiring.clock()).list();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "slipway-runner");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Works until it is stopped.
     *
     * @throws SlipwayException what the server refuses for good: a token that is not valid, another version
     */
    public int run() throws InterruptedException {
        Thread self = Thread.currentThread();
        Thread watch = thread(() -> {
            try {
                wiring.cancellation().await();
                self.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        watch.start();
        try {
            work();
        } finally {
            // what the interruption was for is known: what follows waits for answers
            boolean ignored = Thread.interrupted();
            stop();
            watch.interrupt();
        }
        return 0;
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        boolean greeted = false;
        while (!wiring.cancellation().wished()) {
            try {
                if (!greeted) {
                    greet();
                    greeted = true;
                }
                if (atWork.size() >= settings.deployments() + READS) {
                    sleep(SHORT);
                    continue;
                }
                link.next(deploying() >= settings.deployments()).ifPresent(this::begin);
                pause = FIRST_PAUSE;
            } catch (SlipwayException e) {
                if (wiring.cancellation().wished()) {
                    return;
                }
                if (!RunnerLink.passes(e)) {
                    throw e;
                }
                says(e.getMessage() + " Trying again in " + pause.toSeconds() + " s.");
                greeted = false;
                if (!sleep(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private void greet() {
        RunnerProtocol.Greeting greeting =
                link.greet(new RunnerProtocol.Hello(settings.name(), RunnerProtocol.VERSION, version, host()));
        says("Runner " + greeting.name() + " works for " + server.url() + ": "
                + String.join(", ", greeting.environments()) + " (Ctrl-C stops it).");
    }

    private long deploying() {
        return atWork.values().stream().filter(run -> !run.reads()).count();
    }

    private void begin(RunnerTask task) {
        TaskRun known = atWork.get(task.id());
        if (known != null) {
            known.again(task.attempt());
            return;
        }
        TaskRun run = new TaskRun(task, link, workplace, products, wiring.environment(), wiring.clock(), this::says);
        atWork.put(task.id(), run);
        var heart = hearts.scheduleWithFixedDelay(run::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        tasks.execute(() -> {
            try {
                run.run();
            } finally {
                heart.cancel(false);
                atWork.remove(task.id());
            }
        });
    }

    /** The running statement is ended, the change in progress taken back, and the server told; then it is over. */
    private void stop() throws InterruptedException {
        long deploying = deploying();
        says(
                deploying == 0
                        ? "Stopping: nothing was under way."
                        : "Stopping: " + deploying + " under way, each stops after the statement it is at.");
        atWork.values().forEach(TaskRun::stop);
        tasks.shutdown();
        if (!tasks.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
            says("Stopped while " + deploying()
                    + " are under way; the next start goes on from the targets' histories.");
        }
        hearts.shutdownNow();
    }

    private synchronized void says(String sentence) {
        wiring.console().out().println(sentence);
        wiring.console().flush();
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
