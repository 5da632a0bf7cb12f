package io.slipway.release.status;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.Targets;
import io.slipway.release.deploy.Witness;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The status verb: which artifact is where and what is pending. Reads only. */
public final class Status {
    /** What says nothing about the environment. */
    private static final Set<ErrorCode> ARTIFACT_BAD = Set.of(
            ErrorCode.ARTIFACT_MISSING,
            ErrorCode.ARTIFACT_DAMAGED,
            ErrorCode.ARTIFACT_HOSTILE,
            ErrorCode.ARTIFACT_NEWER_FORMAT);

    private final Targets targets;

    public Status(Targets targets) {
        this.targets = targets;
    }

    /**
     * One environment.
     *
     * @param deployed the deployment that made it what it is
     * @param pending changes of the newest artifact that it does not have
     * @param unknown changes it has that the newest artifact does not know
     * @param failed the change that failed last and was not applied since
     * @param failedDone the last statement of it that stands in the target; 0 for none
     * @param halfDone a change that stopped half-way, whether it failed, was overtaken, or was in doubt
     * @param halfBuilt what failed statements left behind that is of no use
     * @param inDoubt a statement that was sent and of whose outcome nothing is known; while a deployment runs, the one
     *     that it is at
     * @param witness what the catalogue says about the statement in doubt; empty while a deployment runs
     * @param running who deploys there at this moment
     * @param error why it could not be looked at
     */
    public record Row(
            String environment,
            boolean isProtected,
            Optional<Server> server,
            Optional<HistoryEntry> deployed,
            int applied,
            List<Change> pending,
            List<String> unknown,
            Optional<HistoryEntry> failed,
            int failedDone,
            Optional<HalfDone> halfDone,
            List<String> halfBuilt,
            Optional<String> inDoubt,
            Optional<Witness> witness,
            Optional<TargetLock.Holder> running,
            Optional<SlipwayException> error) {}

    /**
     * @param newest the newest artifact of the pipeline, if there is one
     * @throws SlipwayException the artifact cannot be read; what is wrong with the environment is in the row
     */
    public Row of(Project project, Environment environment, Optional<Newest> newest) {
        try (Target target = targets.open(project, environment)) {
            // first the lock: a deployment that ends meanwhile leaves a journal that is settled
            Optional<TargetLock.Holder> running = target.lock().holder();
            Optional<HistoryEntry> whole = newest.flatMap(
                            artifact -> target.history().whole(artifact.digest()))
                    .filter(entry -> entry.applied().isPresent()
                            && target.history().journal().isEmpty());
            if (whole.isPresent()) {
                return upToDate(environment, target.server(), whole.get(), running);
            }
            HistoryState state = HistoryState.of(target.history());
            Optional<Manifest> manifest = newest.map(Newest::manifest);
            List<Change> changes = manifest.map(Manifest::changes).orElse(List.of());
            List<Change> pending = manifest.map(Manifest::standing).orElse(List.of()).stream()
                    .filter(change -> !state.applied().containsKey(change.key()))
                    .toList();
            Set<String> known = changes.stream().map(Change::key).collect(Collectors.toSet());
            List<String> unknown = newest.isEmpty()
                    ? List.of()
                    : state.applied().keySet().stream()
                            .filter(key -> !known.contains(key))
                            .toList();
            return new Row(
                    environment.shown(),
                    environment.isProtected(),
                    Optional.of(target.server()),
                    state.current(),
                    state.applied().size(),
                    pending,
                    unknown,
                    state.failed(),
                    state.failedDone(),
                    state.halfDone(),
                    state.leftBehind(),
                    state.inDoubt().map(JournalEntry::shown),
                    running.isPresent()
                            ? Optional.empty()
                            : state.inDoubt().flatMap(entry -> Witness.of(target, entry)),
                    running,
                    Optional.empty());
        } catch (SlipwayException e) {
            if (ARTIFACT_BAD.contains(e.code())) {
                throw e;
            }
            return new Row(
                    environment.shown(),
                    environment.isProtected(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(e));
        }
    }

    /** Known from one entry, however long the history is, and without what the artifact holds. */
    private static Row upToDate(
            Environment environment, Server server, HistoryEntry whole, Optional<TargetLock.Holder> running) {
        return new Row(
                environment.shown(),
                environment.isProtected(),
                Optional.of(server),
                Optional.of(whole),
                whole.applied().orElseThrow(),
                List.of(),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                running,
                Optional.empty());
    }
}
