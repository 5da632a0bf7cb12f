package io.slipway.cli.remote;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.Reports;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for a deployment or a rollback, tells its progress while it is under way, and says how it ended. */
final class Following {
    private static final int LOST_IN_A_ROW = 20;
    private final ServerConnection connection;
    private final String project;
    private final Progress progress;
    private final Cancellation cancellation;

    Following(ServerConnection connection, String project, Progress progress, Cancellation cancellation) {
        this.connection = connection;
        this.project = project;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** @param endedAt absent until it is over */
    private record Seen(
            long number,
            String environment,
            String state,
            Optional<Instant> endedAt,
            List<Said> approvals,
            Optional<DeployReport> outcome) {}

    private record Said(String person, boolean approved, String reason) {}

    private record Event(String message, int total) {}

    /** @throws SlipwayException it was refused, when asked for or when it was to run */
    DeployReport of(String verb, Record wish) {
        Seen asked = connection.post(project + verb, wish, Seen.class);
        String path = project + "/deployments/" + asked.number();
        if (asked.state().equals("waiting-for-approval")) {
            progress.note("It waits for approval: " + connection.url() + path.replaceFirst("^/api", "")
                    + " (Ctrl-C withdraws it).");
        }
        if (asked.state().equals("scheduled")) {
            progress.note("It waits for its time: " + connection.url() + path.replaceFirst("^/api", "")
                    + " (Ctrl-C withdraws it).");
        }
        Thread stop = new Thread(() -> stopWhenWished(path), "slipway-stop");
        stop.setDaemon(true);
        stop.start();
        try {
            return report(followed(path, asked.number()));
        } finally {
            stop.interrupt();
        }
    }

    private void stopWhenWished(String path) {
        try {
            cancellation.await();
        } catch (InterruptedException e) {
            return;
        }
        try {
            connection.post(path + "/cancellation", Map.of(), Seen.class);
        } catch (SlipwayException e) {
            // it ended in the same moment, or the server is gone: what is followed says which
            progress.note(e.getMessage());
        }
    }

    private Seen followed(String path, long number) {
        long after = 0;
        int lost = 0;
        while (true) {
            try {
                long last = connection.events(path + "/events", after, this::tell);
                lost = last > after ? 0 : lost;
                after = last;
                Seen now = connection.get(path, Seen.class);
                if (now.endedAt().isPresent()) {
                    return now;
                }
            } catch (IOException e) {
                lost++;
                if (lost == LOST_IN_A_ROW) {
                    throw connection
                            .unreachable(e)
                            .with(
                                    "Deployment #" + number + " goes on without being watched.",
                                    "See 'slipway status', or look at it in the console.");
                }
                ServerConnection.pause(lost);
            }
        }
    }

    private void tell(String name, String data) {
        Event event = Reports.read(data, Event.class);
        switch (name) {
            case "begin" -> progress.begin(event.message(), event.total());
            case "step" -> progress.step(event.message());
            case "note", "state" -> progress.note(event.message());
            default -> {
                // the end of the stream, or what a newer server tells
            }
        }
    }

    private static DeployReport report(Seen ended) {
        if (ended.outcome().isPresent()) {
            DeployReport report = ended.outcome().get();
            Optional<ErrorReport> refusal =
                    report.error().filter(e -> report.result().equals("refused"));
            if (refusal.isPresent()) {
                throw refusal.get().exception();
            }
            return report;
        }
        if (ended.state().equals("rejected")) {
            String said = ended.approvals().stream()
                    .filter(a -> !a.approved())
                    .map(a -> a.person() + " said no: " + a.reason())
                    .findFirst()
                    .orElse("it was rejected");
            throw SlipwayException.of(
                    ErrorCode.DEPLOYMENT_REJECTED, "#" + ended.number() + " does not run: " + said + ".", "");
        }
        throw SlipwayException.of(ErrorCode.CANCELLED, "#" + ended.number() + " was cancelled before it ran.", "");
    }
}
