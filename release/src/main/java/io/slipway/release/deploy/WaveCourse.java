package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a deployment to many databases came, told from several threads: which run, which ended and how, and when to stop. */
final class WaveCourse {
    /** What would be no other on the next database. */
    private static final Set<ErrorCode> EVERYWHERE = Set.of(
            ErrorCode.APPROVAL_REQUIRED,
            ErrorCode.GATE_NOT_PASSED,
            ErrorCode.ARTIFACT_SIGNATURE,
            ErrorCode.ARTIFACT_DAMAGED,
            ErrorCode.ARTIFACT_HOSTILE,
            ErrorCode.SECRET_UNAVAILABLE,
            ErrorCode.PROJECT_FILE_INVALID,
            ErrorCode.INTERNAL);

    private final Progress progress;
    private final Cancellation cancellation;
    private final Map<String, WaveResult.Row> rows = new HashMap<>();
    private final Set<String> running = new LinkedHashSet<>();
    private WaveResult.Stop ifTooMany = WaveResult.Stop.CANARY;
    private int mayFail;
    private int failed;
    private Optional<WaveResult.Stop> stop = Optional.empty();

    WaveCourse(Progress progress, Cancellation cancellation) {
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** From here on those run that go first: none of them may fail. */
    synchronized WaveCourse first() {
        ifTooMany = WaveResult.Stop.CANARY;
        mayFail = 0;
        return this;
    }

    /** From here on the others run. */
    synchronized WaveCourse others(int failures) {
        if (stop.isEmpty()) {
            ifTooMany = WaveResult.Stop.FAILURES;
            mayFail = failures;
        }
        return this;
    }

    synchronized boolean mayBegin() {
        if (stop.isEmpty() && (cancellation.wished() || cancellation.paused())) {
            stop = Optional.of(WaveResult.Stop.CANCELLED);
        }
        return stop.isEmpty();
    }

    synchronized void begins(String database) {
        running.add(database);
        progress.meanwhile(List.copyOf(running));
    }

    synchronized void ended(WaveResult.Row row) {
        rows.put(row.database(), row);
        running.remove(row.database());
        row.error().ifPresent(this::failed);
        progress.step(shown(row));
        row.error()
                .ifPresent(error -> progress.note(row.database() + " "
                        + (row.end() == WaveResult.End.REFUSED ? "refused" : "failed") + ": " + firstLine(error)));
        progress.meanwhile(List.copyOf(running));
    }

    private void failed(SlipwayException error) {
        failed++;
        if (stop.isPresent()) {
            return;
        }
        if (error.code() == ErrorCode.CANCELLED) {
            stop = Optional.of(WaveResult.Stop.CANCELLED);
        } else if (EVERYWHERE.contains(error.code())) {
            stop = Optional.of(WaveResult.Stop.REFUSED);
        } else if (failed > mayFail) {
            stop = Optional.of(ifTooMany);
        }
    }

    private static String shown(WaveResult.Row row) {
        return row.database()
                + switch (row.end()) {
                    case COMPLETED -> ": " + row.applied() + (row.applied() == 1 ? " change" : " changes");
                    case NOTHING_TO_DO -> ": nothing to do";
                    default ->
                        ": " + row.error().map(error -> error.code().code()).orElse("");
                };
    }

    private static String firstLine(SlipwayException error) {
        return error.location().map(at -> at + ": ").orElse("")
                + error.getMessage().lines().findFirst().orElse("");
    }

    /** Why not all were begun. */
    synchronized Optional<WaveResult.Stop> stop() {
        return stop;
    }

    synchronized WaveResult.Row row(String database) {
        return rows.getOrDefault(database, WaveResult.Row.notBegun(database));
    }

    /** What one of them has to tell: only what people should know, since several tell at the same time. */
    Progress of(String database) {
        return new Progress() {
            @Override
            public void begin(String task, int steps) {}

            @Override
            public void step(String what) {}

            @Override
            public void end() {}

            @Override
            public void note(String sentence) {
                synchronized (WaveCourse.this) {
                    progress.note(database + ": " + sentence);
                }
            }
        };
    }
}
