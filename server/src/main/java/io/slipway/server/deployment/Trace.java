package io.slipway.server.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.ForecastNote;
import io.slipway.release.estimate.Score;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Target;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a target's own history tells of one deployment, all attempts at it together. It is the truth, whatever became of
 * the nodes that ran it.
 *
 * @param entries those of the deployment, oldest first
 * @param journal what it left of a change that is unfinished there
 */
record Trace(List<HistoryEntry> entries, List<JournalEntry> journal) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 500;
    /** Nodes and store may tell different times; by more than this, hardly. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    static Trace of(Target target, ServedDeployment deployment) {
        return new Trace(
                entries(target.history(), deployment),
                target.history().journal().stream()
                        .filter(entry -> entry.deployment().equals(deployment.id()))
                        .toList());
    }

    /** From the newest back to before it was asked for: a history may be long. */
    private static List<HistoryEntry> entries(TargetHistory history, ServedDeployment deployment) {
        Instant earliest = deployment.requestedAt().minus(CLOCKS_APART);
        List<HistoryEntry> entries = new ArrayList<>();
        long before = Long.MAX_VALUE;
        List<HistoryEntry> batch;
        do {
            batch = history.newest(HistoryFilter.ALL, before, BATCH);
            for (HistoryEntry entry : batch) {
                if (entry.deployment().equals(deployment.id())) {
                    entries.add(entry);
                }
                before = entry.sequence();
            }
        } while (batch.size() == BATCH && batch.get(BATCH - 1).at().isAfter(earliest));
        Collections.reverse(entries);
        return entries;
    }

    /** Whether the target has something of it. */
    boolean reached() {
        return entries.stream().anyMatch(Trace::made)
                || journal.stream().anyMatch(entry -> entry.state() != JournalEntry.State.FAILED);
    }

    private static boolean made(HistoryEntry entry) {
        return entry.event() == HistoryEvent.APPLIED || entry.event() == HistoryEvent.ROLLED_BACK;
    }

    /** The entry with which it ended; empty while it may be gone on with. */
    Optional<HistoryEntry> end() {
        return entries.stream()
                .filter(entry -> entry.event() == HistoryEvent.DEPLOYMENT_COMPLETED
                        || entry.event() == HistoryEvent.DEPLOYMENT_FAILED)
                .reduce((earlier, later) -> later);
    }

    /** {@code id@digest} of the changes that it applied, or rolled back, in that order. */
    List<String> made(HistoryEvent event) {
        return entries.stream()
                .filter(entry -> entry.event() == event)
                .map(entry -> name(entry.changeId().orElse(""), entry.digest().orElse("")))
                .toList();
    }

    static String name(String id, String digest) {
        return id + "@" + digest;
    }

    /** The changes of an artifact that it applied, or rolled back. */
    List<Change> made(HistoryEvent event, Manifest manifest) {
        List<Change> changes = new ArrayList<>();
        for (String name : made(event)) {
            manifest.changes().stream()
                    .filter(change -> name(change.id(), change.digest()).equals(name))
                    .filter(change -> !changes.contains(change))
                    .findFirst()
                    .ifPresent(changes::add);
        }
        return changes;
    }

    /** How it ended, as the node that ran it would have told. */
    DeployResult result(ServedDeployment deployment, Manifest manifest) {
        HistoryEntry end = end().orElseThrow();
        HistoryEvent verb = verb(deployment);
        List<Change> ran = made(verb, manifest);
        List<Change> replaced = verb == HistoryEvent.APPLIED ? made(HistoryEvent.ROLLED_BACK, manifest) : List.of();
        if (end.event() == HistoryEvent.DEPLOYMENT_COMPLETED) {
            return new DeployResult.Completed(
                    deployment.environment(),
                    end.version(),
                    ran,
                    replaced,
                    notChosen(deployment, manifest),
                    Score.of(entries),
                    millis());
        }
        List<Change> rest = new ArrayList<>(forecast(deployment, "pending", manifest));
        rest.removeAll(ran);
        Optional<HistoryEntry> failure = entries.stream()
                .filter(entry -> entry.event() == HistoryEvent.FAILED)
                .reduce((earlier, later) -> later);
        Change failed = failure.flatMap(entry -> changed(entry, manifest))
                .orElseGet(() -> rest.isEmpty() ? manifest.changes().get(0) : rest.get(0));
        rest.remove(failed);
        return new DeployResult.Failed(
                deployment.environment(),
                deployment.version(),
                ran,
                replaced,
                failed,
                done(failed),
                failure.flatMap(Trace::place),
                rest,
                !reached(),
                failure.map(entry -> error(entry, reached()))
                        .orElse(SlipwayException.of(
                                ErrorCode.DEPLOYMENT_FAILED,
                                "The target's history says that it failed, and not why.",
                                "")));
    }

    private int done(Change failed) {
        return journal.stream()
                .filter(entry -> entry.changeKey().equals(failed.key()) && entry.state() == JournalEntry.State.DONE)
                .mapToInt(JournalEntry::statement)
                .max()
                .orElse(0);
    }

    static HistoryEvent verb(ServedDeployment deployment) {
        return deployment.verb().equals(ServedDeployment.ROLLBACK) ? HistoryEvent.ROLLED_BACK : HistoryEvent.APPLIED;
    }

    static List<Change> notChosen(ServedDeployment deployment, Manifest manifest) {
        JsonNode paths = tree(deployment.forecast()).path("notChosen");
        List<Change> changes = new ArrayList<>();
        paths.forEach(path -> manifest.standing().stream()
                .filter(change -> change.path().equals(path.asText()))
                .forEach(changes::add));
        return changes;
    }

    private static List<Change> forecast(ServedDeployment deployment, String list, Manifest manifest) {
        List<Change> changes = new ArrayList<>();
        tree(deployment.forecast())
                .path(list)
                .forEach(line -> manifest.changes().stream()
                        .filter(change -> change.id().equals(line.path("id").asText())
                                && change.digest().equals(line.path("digest").asText()))
                        .findFirst()
                        .ifPresent(changes::add));
        return changes;
    }

    private static Optional<Change> changed(HistoryEntry entry, Manifest manifest) {
        return manifest.changes().stream()
                .filter(change -> Optional.of(change.id()).equals(entry.changeId())
                        && Optional.of(change.digest()).equals(entry.digest()))
                .findFirst();
    }

    private static Optional<FailedAt> place(HistoryEntry failure) {
        JsonNode note = tree(failure.note());
        if (!note.has("sqlState")) {
            return Optional.empty();
        }
        return Optional.of(new FailedAt(
                failure.path().orElse(""),
                note.path("statement").asInt(),
                note.path("line").asInt(),
                note.path("column").asInt(),
                note.path("sqlState").asText(),
                note.path("message").asText(),
                ""));
    }

    private static SlipwayException error(HistoryEntry failure, boolean partial) {
        JsonNode note = tree(failure.note());
        ErrorCode code = ErrorCode.of(note.path("code").asText()).orElse(ErrorCode.DEPLOYMENT_FAILED);
        return SlipwayException.of(
                partial && code == ErrorCode.DEPLOYMENT_FAILED ? ErrorCode.DEPLOYMENT_PARTIAL : code,
                note.path("message").asText(),
                "");
    }

    /** From the first attempt's beginning to the end. */
    private long millis() {
        HistoryEntry last = end().orElseThrow();
        return Math.max(
                last.millis(), Duration.between(entries.get(0).at(), last.at()).toMillis());
    }

    /** What each change took, for the comparison with its forecast. */
    void measure(ArrayNode measured) {
        entries.stream().filter(entry -> entry.event().aboutChange()).forEach(entry -> {
            ObjectNode line = measured.addObject()
                    .put("path", entry.path().orElse(""))
                    .put("event", entry.event().text())
                    .put("statements", entry.statements())
                    .put("rows", entry.rows())
                    .put("millis", entry.millis());
            ForecastNote.of(entry).ifPresent(expected -> line.put("expectedMillis", expected.millis()));
        });
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
