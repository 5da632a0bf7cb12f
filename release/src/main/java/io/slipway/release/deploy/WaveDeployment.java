package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Waves;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The deploy verb for an environment of many databases: some go first, and when these did well the others follow, several
 * at a time, until all have the artifact or too many failed. What was begun goes to its end. Each database is deployed to
 * as one alone would be, with a connection, a lock and a history of its own; the artifact and what is asked of it are
 * shared. Nothing is kept of a database but its line of the result.
 */
public final class WaveDeployment {
    private final Targets targets;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public WaveDeployment(Targets targets, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @param request names an environment of many databases
     * @throws SlipwayException {@code artifact-signature}, {@code artifact-damaged}: nothing was touched
     */
    public WaveResult run(DeployRequest request) {
        InCommon common = InCommon.of(targets, request.project());
        new Admission(request, common.gatekeeper()).checkArtifact();
        Environment environment = request.environment();
        List<String> databases = environment.databases().orElseThrow().names();
        Waves waves = environment.databases().orElseThrow().waves();
        long start = clock.millis();
        progress.begin("deploying to " + environment.shown(), databases.size());
        WaveCourse course = new WaveCourse(progress, cancellation);
        int canary = Math.min(waves.canary(), databases.size());
        wave(databases.subList(0, canary), course.first(), request, common);
        wave(databases.subList(canary, databases.size()), course.others(waves.failures()), request, common);
        progress.end();
        List<WaveResult.Row> rows = databases.stream().map(course::row).toList();
        boolean allBegun = rows.stream().noneMatch(row -> row.end() == WaveResult.End.NOT_BEGUN);
        return new WaveResult(
                environment.shown(),
                request.artifact().head().version(),
                rows,
                allBegun ? Optional.empty() : course.stop(),
                clock.millis() - start);
    }

    /** Takes one database after the other, in as many threads as may be, while none has to stop. */
    private void wave(List<String> databases, WaveCourse course, DeployRequest request, InCommon common) {
        Queue<String> waiting = new ConcurrentLinkedQueue<>(databases);
        int threads = Math.min(
                databases.size(),
                request.environment().databases().orElseThrow().waves().parallel());
        Callable<Boolean> taking = () -> {
            while (course.mayBegin()) {
                String database = waiting.poll();
                if (database == null) {
                    return true;
                }
                deploy(database, course, request, common);
            }
            return false;
        };
        if (threads > 0) {
            SideBySide.run(threads, Collections.nCopies(threads, taking));
        }
    }

    private void deploy(String database, WaveCourse course, DeployRequest request, InCommon common) {
        course.begins(database);
        Cancellation own = cancellation.part();
        long start = clock.millis();
        try {
            DeployResult result = new Deployment(targets, clock, course.of(database), own)
                    .run(request.at(request.environment().at(database)), common);
            course.ended(WaveResult.Row.of(database, result, clock.millis() - start));
        } catch (SlipwayException e) {
            course.ended(WaveResult.Row.of(database, e, clock.millis() - start));
        } catch (RuntimeException | Error e) {
            // a defect: those that run go to their end, no further one is begun, and whoever called hears of it
            course.ended(WaveResult.Row.of(
                    database, SlipwayException.of(ErrorCode.INTERNAL, "A defect of Slipway: " + e, ""), 0));
            throw e;
        } finally {
            cancellation.end(own);
        }
    }
}
