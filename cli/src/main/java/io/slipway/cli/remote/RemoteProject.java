package io.slipway.cli.remote;

import io.slipway.release.deploy.Verdict;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.HistoryReport;
import io.slipway.release.report.InspectReport;
import io.slipway.release.report.ResolveReport;
import io.slipway.release.report.RollbackReport;
import io.slipway.release.report.StatusReport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One project on a server: what commands ask of it. */
public final class RemoteProject {
    private static final int PAGE = 1_000;
    private final ServerConnection connection;
    private final String name;
    private final String path;

    public RemoteProject(ServerConnection connection, String name) {
        this.connection = connection;
        this.name = name;
        this.path = "/api/projects/" + encoded(name);
    }

    public String name() {
        return name;
    }

    /** The rollout of its team. */
    public RemoteRollout rollout() {
        return new RemoteRollout(connection, name);
    }

    public URI url() {
        return connection.url();
    }

    /**
     * What to deploy where.
     *
     * @param artifact a version, or {@code latest}
     * @param pipeline whose newest artifact {@code latest} is
     * @param notBefore an instant; empty for as soon as may be
     */
    public record DeploymentWish(
            String artifact,
            Optional<String> pipeline,
            String environment,
            Optional<String> reason,
            boolean skipGate,
            Optional<String> labels,
            List<String> contexts,
            Optional<Instant> notBefore) {}

    /** What to roll back: exactly one of {@code last}, {@code to} and {@code change}. */
    public record RollbackWish(
            String environment,
            boolean last,
            Optional<String> to,
            Optional<String> change,
            boolean unproved,
            Optional<String> artifact,
            Optional<String> reason) {}

    private record Resolution(int statement, boolean done, boolean againstCatalogue, String reason) {}

    /** An artifact on the server. */
    public record HandedIn(String version, String digest) {}

    /** Hands an artifact in. One that is there already is left as it is. */
    public HandedIn handIn(Path artifact) {
        return connection.upload(path + "/artifacts", artifact, HandedIn.class);
    }

    /** @param version a version, or {@code latest} */
    public HandedIn artifact(String version) {
        return connection.get(path + "/artifacts/" + encoded(version), HandedIn.class);
    }

    public InspectReport inspect(String version, Optional<String> pipeline, boolean all) {
        return connection.get(
                path + "/artifacts/" + encoded(version) + "/inspection?all=" + all + query("pipeline", pipeline),
                InspectReport.class);
    }

    public ForecastReport forecast(DeploymentWish wish) {
        return connection.post(path + "/forecasts", wish, ForecastReport.class);
    }

    public DeployReport deploy(DeploymentWish wish, Progress progress, Cancellation cancellation) {
        return new Following(connection, path, progress, cancellation).of("/deployments", wish);
    }

    /** Asks for it and leaves it to the server. */
    public ScheduledDeployment schedule(DeploymentWish wish) {
        return connection.post(path + "/deployments", wish, ScheduledDeployment.class);
    }

    /** Of a deployment's page. */
    public URI page(ScheduledDeployment scheduled) {
        return URI.create(connection.url() + "/projects/" + encoded(name) + "/deployments/" + scheduled.number());
    }

    public RollbackReport rollbackPlan(RollbackWish wish) {
        return connection.post(path + "/rollbacks/plan", wish, RollbackReport.class);
    }

    public DeployReport rollBack(RollbackWish wish, Progress progress, Cancellation cancellation) {
        return new Following(connection, path, progress, cancellation).of("/rollbacks", wish);
    }

    public ResolveReport resolve(String environment, Verdict verdict) {
        return connection.post(
                path + "/environments/" + encoded(environment) + "/resolution",
                new Resolution(verdict.statement(), verdict.done(), verdict.againstCatalogue(), verdict.reason()),
                ResolveReport.class);
    }

    public StatusReport status(Optional<String> environment, Optional<String> pipeline) {
        return connection.get(
                path + "/status?" + query("environment", environment) + query("pipeline", pipeline),
                StatusReport.class);
    }

    /** @param limit only so many of the newest entries */
    public HistoryReport history(String environment, int limit) {
        List<HistoryReport.Entry> entries = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        HistoryReport page;
        do {
            int size = Math.min(PAGE, limit - entries.size());
            page = connection.get(
                    path + "/environments/" + encoded(environment) + "/history?limit=" + Math.max(0, size)
                            + query("before", before.map(String::valueOf)),
                    HistoryReport.class);
            entries.addAll(0, page.entries());
            before = page.next();
        } while (before.isPresent() && entries.size() < limit);
        return new HistoryReport(page.formatVersion(), page.environment(), List.copyOf(entries), Optional.empty());
    }

    private static String query(String key, Optional<String> value) {
        return value.map(v -> "&" + key + "=" + encoded(v)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
