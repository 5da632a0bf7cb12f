package io.slipway.release.drift;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.ColumnPlace;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.packaging.Replay;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.project.DriftException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares a target with what its history says: the changes that it has, run on a reference database. Where the artifact
 * holds the fingerprint of just these changes and the target has the same, nothing is run. Reads only.
 */
public final class Drift {
    /** Kinds of objects by which rights are given. */
    private static final Set<String> RIGHTS = Set.of("grant", "default privileges");

    private final Targets targets;
    private final Replay replay;
    private final Clock clock;

    /** @param replay of the project's product */
    public Drift(Targets targets, Replay replay, Clock clock) {
        this.targets = targets;
        this.replay = replay;
        this.clock = clock;
    }

    /**
     * @param exception the one that allows, or allowed, it; empty when none ever did
     * @param allowed by the exception, or because it is {@link #onlyPlace}
     * @param anyPlace of a column of a table of which something was adopted there
     */
    public record Difference(
            CatalogueDifference.Entry entry, Optional<DriftException> exception, boolean allowed, boolean anyPlace) {

        /** Whether nothing differs but the place of a column, where that does not count. */
        public boolean onlyPlace() {
            return anyPlace && ColumnPlace.onlyDiffers(entry);
        }

        boolean isRight() {
            return RIGHTS.contains(entry.object().kind());
        }
    }

    /**
     * @param current the deployment that made it what its history says
     * @param objects how it differs, rights apart: {@code added} is what only the target has
     * @param rights how the rights differ: many are given by whoever runs the database, and not by scripts
     */
    public record Result(
            String environment,
            Server server,
            Optional<HistoryEntry> current,
            List<Difference> objects,
            List<Difference> rights) {}

    /**
     * @param artifact one that knows all changes of the target
     * @throws SlipwayException {@code history-unknown-change}, {@code history-in-doubt}, {@code script-failed},
     *     {@code reference-unavailable}
     */
    public Result run(Project project, Environment environment, Artifact artifact) {
        try (Target target = targets.open(project, environment)) {
            HistoryState state = settled(environment, artifact, target);
            List<Change> applied = applied(artifact, state);
            Catalogue found = target.catalogue();
            CatalogueDifference all = same(artifact, applied, found)
                    ? new CatalogueDifference(List.of())
                    : CatalogueDifference.between(replay.after(project, environment, artifact, applied), found);
            Judge judge = new Judge(project, environment, artifact, state, clock);
            List<Difference> differences =
                    all.entries().stream().map(judge::judged).toList();
            return new Result(
                    environment.shown(),
                    target.server(),
                    state.current(),
                    differences.stream().filter(each -> !each.isRight()).toList(),
                    differences.stream().filter(Difference::isRight).toList());
        }
    }

    /** @throws SlipwayException {@code history-unknown-change}, {@code history-in-doubt} */
    static HistoryState settled(Environment environment, Artifact artifact, Target target) {
        HistoryState state = HistoryState.of(target.history());
        refuseUnsettled(environment, state);
        refuseUnknown(artifact, state);
        return state;
    }

    /** The changes that a target has, in the order in which they run. */
    static List<Change> applied(Artifact artifact, HistoryState state) {
        return artifact.manifest().changes().stream()
                .filter(change -> state.applied().containsKey(change.key()))
                .toList();
    }

    private static boolean same(Artifact artifact, List<Change> applied, Catalogue found) {
        return applied.equals(artifact.manifest().standing())
                && artifact.schema().fingerprint().equals(found.fingerprint());
    }

    /** Half of a change is no drift, and would look like it. */
    private static void refuseUnsettled(Environment environment, HistoryState state) {
        DeploymentPlan.refuseInDoubt(environment.shown(), state);
        state.halfDone().ifPresent(half -> {
            throw half.refusal(
                    ": what it should be like cannot be said.",
                    "Finish that first: the command that stopped goes on from there.");
        });
    }

    private static void refuseUnknown(Artifact artifact, HistoryState state) {
        Set<String> known =
                artifact.manifest().changes().stream().map(Change::key).collect(Collectors.toSet());
        state.applied().forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw SlipwayException.of(
                        ErrorCode.HISTORY_UNKNOWN_CHANGE,
                        "The target has the change '" + entry.changeId().orElse("") + "' (artifact " + entry.version()
                                + "), which " + artifact.manifest().version() + " does not know.",
                        "Name an artifact that continues " + entry.version() + ".");
            }
        });
    }
}
