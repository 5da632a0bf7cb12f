package io.slipway.release.drift;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.ColumnPlace;
import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.deploy.Adopted;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.history.HistoryState;
import io.slipway.release.project.DriftException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which differences of a target count: those that no exception allows, and that are more than a column's place. */
final class Judge {
    private final List<DriftException> exceptions;
    private final String environment;
    private final LocalDate today;
    private final Set<String> adoptedTables;

    Judge(Project project, Environment environment, Artifact artifact, HistoryState state, Clock clock) {
        this.exceptions = project.driftExceptions();
        this.environment = environment.name();
        this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        this.adoptedTables = Drift.applied(artifact, state).stream()
                .filter(change -> Optional.ofNullable(state.applied().get(change.key()))
                        .filter(Adopted::noted)
                        .isPresent())
                .flatMap(change -> artifact.proof().of(change).objects().stream())
                .filter(seen -> seen.kind().equals("column"))
                .map(seen -> ObjectName.owner(seen.name()))
                .collect(Collectors.toSet());
    }

    Difference judged(CatalogueDifference.Entry entry) {
        List<DriftException> covering = exceptions.stream()
                .filter(each -> each.covers(environment, entry.object().key()))
                .sorted(Comparator.comparing(DriftException::until).reversed())
                .toList();
        boolean anyPlace = entry.object().kind().equals("column")
                && adoptedTables.contains(ObjectName.owner(entry.object().name()));
        return new Difference(
                entry,
                covering.stream().findFirst(),
                anyPlace && ColumnPlace.onlyDiffers(entry) || covering.stream().anyMatch(each -> !each.ended(today)),
                anyPlace);
    }
}
