package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.LockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proves new changes, and where some of them rework packaged ones, that both ways lead to one schema: that of a database
 * which never had what is reworked, and that of one which has it.
 */
final class ReworkProver {
    private final Prover prover;
    private final ParentArtifact parent;
    private final Map<String, String> parameters;
    private final Rework rework;
    private final List<String> notices;

    /**
     * @param parameters of the reference database
     * @param notices gets sentences for the scripts' authors
     */
    ReworkProver(
            Prover prover, ParentArtifact parent, Map<String, String> parameters, Rework rework, List<String> notices) {
        this.prover = prover;
        this.parent = parent;
        this.parameters = parameters;
        this.rework = rework;
        this.notices = notices;
    }

    /** @throws SlipwayException {@code script-failed}, {@code rework-impossible} and others */
    Prover.Result prove(List<Step> standing, List<Step> fresh) {
        Prover.Result proved = without(standing, fresh);
        if (rework.isEmpty()) {
            return proved;
        }
        Optional<Prover.Way> way = with(standing, fresh);
        if (way.isEmpty()) {
            return proved;
        }
        rework.requireSame(proved.after(), way.get().after(), paths(fresh));
        return proved.with(
                Rework.seen(parent.artifact().orElseThrow().proof(), way.get().rollbacks()));
    }

    /** The way of a database that never had what is reworked. */
    private Prover.Result without(List<Step> standing, List<Step> fresh) {
        try {
            return prover.prove(
                    standing.stream()
                            .filter(step -> !rework.replaces(step.change()))
                            .toList(),
                    fresh);
        } catch (SlipwayException e) {
            throw rework.blamed(e, standing, paths(fresh));
        }
    }

    /**
     * The way of a database that has the replaced versions: the rollback of each, then the new one.
     *
     * @return empty when no such database can take the artifact, for want of a proved rollback
     */
    private Optional<Prover.Way> with(List<Step> standing, List<Step> fresh) {
        Proof before = parent.artifact().orElseThrow().proof();
        List<Step> way = new ArrayList<>();
        boolean open = true;
        for (Step step : fresh) {
            Change old = rework.replaced().get(step.change().id());
            if (old != null && Rework.hasProvedRollback(old, before)) {
                notices.add(step.change().path() + " is reworked: where the version before ran, its rollback runs"
                        + " first; elsewhere only the new one."
                        + (isAboutRows(before.of(old))
                                ? " It changed rows, which no proof compares: see that its rollback puts them back."
                                        + between(standing, old, before)
                                : ""));
                way.add(new Step(old, parent.step(old, parameters).rollback().orElseThrow(), Optional.empty()));
            } else if (old != null) {
                open = false;
                notices.add(step.change().path() + " is reworked, and the version before has no proved rollback:"
                        + " an environment that has it will refuse this artifact.");
            }
            way.add(step);
        }
        return open ? Optional.of(prover.run(standing, way, step -> rework.replaces(step.change()))) : Optional.empty();
    }

    /** What runs before the new version where the old one never ran, and after it elsewhere: it may find other rows. */
    private static String between(List<Step> standing, Change old, Proof before) {
        Set<String> written = before.of(old).locks().stream()
                .filter(lock -> lock.mode().equals(LockMode.ROW_EXCLUSIVE.shown()))
                .map(LockSeen::object)
                .filter(object -> object.startsWith("table "))
                .collect(Collectors.toSet());
        List<String> later = standing.stream()
                .map(Step::change)
                .dropWhile(change -> !change.key().equals(old.key()))
                .skip(1)
                .filter(change -> before.of(change).locks().stream().anyMatch(lock -> written.contains(lock.object())))
                .map(Change::path)
                .toList();
        return later.isEmpty()
                ? ""
                : " Where the version before never ran, " + later.get(0)
                        + (later.size() == 1 ? " runs" : " and " + (later.size() - 1) + " more run")
                        + " before the new one on the same tables, and may find other rows than where it ran: see that"
                        + " all environments come to the same.";
    }

    /** Also of a script that changed nothing in the schema and, on an empty reference database, no row. */
    private static boolean isAboutRows(ChangeProof proof) {
        return proof.rows() > 0 || proof.objects().isEmpty();
    }

    private static Map<String, String> paths(List<Step> steps) {
        return steps.stream()
                .collect(Collectors.toMap(s -> s.change().id(), s -> s.change().path()));
    }
}
