package io.slipway.cli.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rollout of one project on a server: what commands ask of it. */
public final class RemoteRollout {
    private final ServerConnection connection;
    private final String path;

    RemoteRollout(ServerConnection connection, String project) {
        this.connection = connection;
        this.path = "/api/projects/"
                + URLEncoder.encode(project, StandardCharsets.UTF_8).replace("+", "%20") + "/rollout";
    }

    /** @param why what hinders it; empty when nothing does */
    public record Gate(String gate, String state, String why) {}

    /** @param golive {@code waiting}, {@code held}, {@code open}, {@code live} or {@code back} */
    public record Readiness(String team, boolean ready, String golive, List<Gate> gates) {
        public Readiness {
            gates = List.copyOf(gates);
        }
    }

    public record Item(String kind, String name, String provenance) {}

    public record Place(
            String environment, List<String> changes, List<String> going, List<String> left, long historyLines) {}

    /** A clean-up that stopped half-way. */
    public record Unfinished(String by, Instant begun, Map<String, String> backups) {}

    /**
     * @param digest what an approval is bound to
     * @param unfinished the clean-up before this one, when it stopped half-way
     */
    public record Plan(
            String team,
            String digest,
            boolean clean,
            List<String> approvedBy,
            Optional<Unfinished> unfinished,
            List<String> blockers,
            List<Item> traces,
            List<Place> environments) {}

    public record Backup(String environment, String file, long size, String sha256) {}

    public record Cleaned(String digest, List<Backup> backups) {}

    public record Verification(boolean clean, List<String> found) {}

    /**
     * @param differences as the database differs from what packaging proves on; empty when it does not
     * @param leftOut changes of the artifact that the database does not have
     * @param ahead how many changes packaging proves on besides, which have still to come down the pipeline
     */
    public record Reference(
            String team,
            String environment,
            Optional<String> version,
            boolean equal,
            String reference,
            String source,
            List<String> differences,
            List<String> leftOut,
            int ahead,
            String result) {}

    private record Approval(String digest) {}

    /** @param look whether every gate is looked at anew */
    public Readiness readiness(boolean look) {
        return look
                ? connection.post(path + "/readiness/check", Map.of(), Readiness.class)
                : connection.get(path + "/readiness", Readiness.class);
    }

    public Plan plan() {
        return connection.get(path + "/cleanup", Plan.class);
    }

    public Plan approve(String digest) {
        return connection.post(path + "/cleanup/approvals", new Approval(digest), Plan.class);
    }

    public Cleaned apply() {
        return connection.post(path + "/cleanup", Map.of(), Cleaned.class);
    }

    public Verification verify() {
        return connection.get(path + "/cleanup/verification", Verification.class);
    }

    /** @param record whether what is seen is written down */
    public Reference reference(boolean record) {
        return record
                ? connection.post(path + "/reference", Map.of(), Reference.class)
                : connection.get(path + "/reference", Reference.class);
    }
}
