package io.slipway.cli.remote;

import io.slipway.enablement.made.Made;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
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

    /** What Slipway saw: the query, its result, when, and until when it counts. */
    public record Evidence(String query, String result, boolean passed, Instant at, Instant until, String digest) {}

    /** @param givenBy the second person; empty while nobody agreed */
    public record Waiver(String askedBy, String reason, Instant until, Optional<String> givenBy) {}

    /**
     * @param asks what it wants to know
     * @param state {@code green}, {@code red}, {@code grey} or that it is waived
     * @param why what hinders it; empty when nothing does
     * @param turn names of those whose turn it is
     */
    public record Gate(
            String gate,
            String asks,
            String state,
            String why,
            List<String> turn,
            Optional<Evidence> evidence,
            Optional<Waiver> waiver) {}

    /**
     * @param golive {@code waiting}, {@code live-before}, {@code held}, {@code open}, {@code live} or {@code back}
     * @param day to which everybody agreed
     */
    public record Readiness(String team, boolean ready, String golive, Optional<LocalDate> day, List<Gate> gates) {
        public Readiness {
            gates = List.copyOf(gates);
        }
    }

    /** What was said to show that a manual step was done. */
    public record Shown(String text, String by, Instant at) {}

    /** @param shown empty while the step waits */
    public record ManualStep(String id, String title, String who, String evidence, Optional<Shown> shown) {}

    private record ManualSteps(List<ManualStep> steps) {}

    private record EvidenceText(String text) {}

    public record Item(String kind, String name, String provenance) {}

    /** @param rows table that goes → how many rows go with it */
    public record Place(
            String environment,
            List<String> changes,
            List<String> going,
            Map<String, Long> rows,
            List<String> left,
            long historyLines) {}

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

    private record Result(
            String kind,
            String scenario,
            String edition,
            boolean passed,
            String version,
            String at,
            int pieces,
            Optional<String> digest) {
        static Result of(Made made) {
            return new Result(
                    made.kind().text(),
                    made.scenario(),
                    made.edition(),
                    made.passed(),
                    made.version(),
                    made.at().toString(),
                    made.pieces(),
                    Optional.of(made.digest()).filter(text -> !text.isEmpty()));
        }
    }

    private record Results(List<Result> results) {}

    /** @param look whether every gate is looked at anew */
    public Readiness readiness(boolean look) {
        return look
                ? connection.post(path + "/readiness/check", Map.of(), Readiness.class)
                : connection.get(path + "/readiness", Readiness.class);
    }

    /** Those of the rollout file that the server has; empty while it has none. */
    public List<ManualStep> manualSteps() {
        try {
            return connection.get(path + "/manual-steps", ManualSteps.class).steps();
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** Says what shows that a manual step was done. */
    public void show(String step, String text) {
        connection.post(
                path + "/manual-steps/" + URLEncoder.encode(step, StandardCharsets.UTF_8) + "/evidence",
                new EvidenceText(text),
                Map.class);
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

    private record Kept(boolean mayHandIn) {}

    /**
     * Asked before scenarios are played, which takes minutes.
     *
     * @throws SlipwayException {@code not-allowed}: whoever asks may not hand in what was made of them
     */
    public void requireHandIn() {
        if (!connection.get(path + "/scenarios", Kept.class).mayHandIn()) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You may not hand in what is made of scenarios for this team: it takes the permission 'rollout'.",
                    "Use a token of somebody who looks after the rollout, or leave out --team.");
        }
    }

    /** Hands in what was made of scenarios, as evidence for the gates that ask for it. */
    public void handIn(List<Made> made) {
        connection.post(
                path + "/scenarios", new Results(made.stream().map(Result::of).toList()), Map.class);
    }

    /** @param record whether what is seen is written down */
    public Reference reference(boolean record) {
        return record
                ? connection.post(path + "/reference", Map.of(), Reference.class)
                : connection.get(path + "/reference", Reference.class);
    }
}
