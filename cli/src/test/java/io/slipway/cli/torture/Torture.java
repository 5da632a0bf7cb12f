package io.slipway.cli.torture;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.CommandProcess;
import io.slipway.cli.torture.TortureScripts.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Deploys the same artifact to one new database after another, breaks each deployment up to three times, goes on with
 * the same command until it is done, and looks at the database past the engine after every break and in the end.
 *
 * <p>A command that is to be killed runs in a process of its own. For the others this process is as good, and warm.
 */
final class Torture {
    private static final int MOST_TRIES = 12;
    private static final long LONGEST_RUN = 180;
    private static final String[] DEPLOY = {"deploy", "latest", "--to", "dev", "--wait", "60s"};

    private final Path folder;
    private final String product;
    private final Map<String, List<Step>> scripts;
    private final TortureTally tally = new TortureTally();
    private Path artifacts = Path.of("none");
    private String clean = "";
    private long sent;
    private long answered;

    /** What is done to a deployment. */
    enum Fault {
        KILL("killed (kill -9)"),
        CUT_SENT("connection cut on the way to the server"),
        CUT_ANSWER("connection cut on the way back"),
        SESSIONS_ENDED("sessions ended by an administrator");

        private final String title;

        Fault(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Torture(Path folder, String product) {
        this.folder = folder;
        this.product = product;
        this.scripts = TortureScripts.of(product);
    }

    /**
     * @param kills at least so many, and about as many of the other faults
     * @param threads deployments at once, each to a database of its own
     * @param after each round it is given what was seen so far
     */
    TortureTally run(long seed, int kills, int threads, Consumer<TortureTally> after) throws Exception {
        measure();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            Random random = new Random(new SplittableRandom(seed + t).nextLong());
            int worker = t;
            pool.execute(() -> {
                for (int i = 0; tally.count(Fault.KILL) < kills && tally.wrong.size() < 20; i++) {
                    try {
                        round(folder.resolve("round-" + worker + "-" + i), random);
                    } catch (Exception | AssertionError e) {
                        tally.wrong(tally.otherState, "round " + worker + "-" + i + ": " + e);
                    }
                    after.accept(tally);
                }
            });
        }
        pool.shutdown();
        pool.awaitTermination(12, TimeUnit.HOURS);
        return tally;
    }

    /** Packages once, and deploys once without a fault, for the state to come to and for how much goes over the line. */
    private void measure() throws Exception {
        try (TorturePlace place = new TorturePlace(folder.resolve("clean"), product, scripts, artifacts)) {
            require(CommandLineRun.of(place.environment(), Clock.systemUTC(), "package"), 0);
            artifacts = place.root().resolve("artifacts");
            place.line().whole();
            require(CommandLineRun.of(place.environment(), Clock.systemUTC(), DEPLOY), 0);
            sent = place.line().sent();
            answered = place.line().answered();
            clean = place.state();
        }
    }

    static CommandProcess start(TorturePlace place, String... arguments) throws Exception {
        return CommandProcess.start(place.root(), place.environment(), List.of(), arguments);
    }

    private void round(Path root, Random random) throws Exception {
        TortureOracle oracle = new TortureOracle(scripts, clean, tally);
        try (TorturePlace place = new TorturePlace(root, product, scripts, artifacts)) {
            tally.rounds.incrementAndGet();
            int left = 1 + random.nextInt(3);
            for (int tries = 0; ; tries++) {
                if (tries == MOST_TRIES) {
                    throw new AssertionError("not done after " + tries + " commands");
                }
                boolean breaks = left > 0;
                Broken broken = deploy(place, random, breaks);
                if (broken.happened()) {
                    left--;
                }
                place.line().whole();
                if (broken.run().exitCode() == 0) {
                    if (broken.happened()) {
                        tally.wentOn.incrementAndGet();
                    }
                    break;
                }
                if (!broken.happened() && !broken.afterDoubt()) {
                    throw new AssertionError("failed though nothing was broken: " + broken.run());
                }
                oracle.look(place, broken.run());
            }
            oracle.end(place);
        }
    }

    /** @param afterDoubt it was refused because a statement is in doubt */
    private record Broken(CommandLineRun run, boolean happened, boolean afterDoubt) {}

    private Broken deploy(TorturePlace place, Random random, boolean breaks) throws Exception {
        tally.runs.incrementAndGet();
        place.line().whole();
        if (!breaks) {
            return broken(here(place).get(LONGEST_RUN, TimeUnit.SECONDS), false);
        }
        // every second one is a kill
        Fault fault = Fault.values()[Math.max(0, random.nextInt(6) - 2)];
        Broken broken = switch (fault) {
            case KILL -> kill(place, random);
            case SESSIONS_ENDED -> endSessions(place, random);
            case CUT_SENT -> {
                place.line().breakAfterSent((long) (random.nextDouble() * sent));
                yield cut(place);
            }
            case CUT_ANSWER -> {
                place.line().breakAfterAnswered((long) (random.nextDouble() * answered));
                yield cut(place);
            }
        };
        if (broken.happened()) {
            tally.faults.get(fault).incrementAndGet();
        }
        return broken;
    }

    private Broken kill(TorturePlace place, Random random) throws Exception {
        try (CommandProcess deploy = start(place, DEPLOY)) {
            awaitSomewhere(place, random, deploy::ended);
            boolean happened = !deploy.ended();
            deploy.kill();
            return broken(deploy.await(LONGEST_RUN), happened);
        }
    }

    private static Broken cut(TorturePlace place) throws Exception {
        CommandLineRun run = here(place).get(LONGEST_RUN, TimeUnit.SECONDS);
        return broken(run, place.line().isBroken());
    }

    private Broken endSessions(TorturePlace place, Random random) throws Exception {
        Future<CommandLineRun> deploy = here(place);
        awaitSomewhere(place, random, deploy::isDone);
        boolean happened = false;
        while (!happened && !deploy.isDone()) {
            happened = place.endSessions() > 0;
        }
        return broken(deploy.get(LONGEST_RUN, TimeUnit.SECONDS), happened);
    }

    /** Waits until some of what a deployment says to the server was said, and a moment, in which the server works. */
    private void awaitSomewhere(TorturePlace place, Random random, BooleanSupplier ended) throws Exception {
        long somewhere = (long) (random.nextDouble() * sent);
        long moment = random.nextInt(30);
        while (place.line().sent() < somewhere && !ended.getAsBoolean()) {
            Thread.sleep(1);
        }
        Thread.sleep(moment);
    }

    private static Broken broken(CommandLineRun run, boolean happened) {
        return new Broken(run, happened, run.err().contains("history-in-doubt"));
    }

    private static Future<CommandLineRun> here(TorturePlace place) {
        return CompletableFuture.supplyAsync(
                () -> CommandLineRun.of(place.environment(), Clock.systemUTC(), DEPLOY),
                task -> new Thread(task, "deployment").start());
    }

    static void require(CommandLineRun run, int exitCode) {
        if (run.exitCode() != exitCode) {
            throw new AssertionError(run.toString());
        }
    }
}
