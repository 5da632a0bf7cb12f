package io.slipway.release.report;

import io.slipway.release.forecast.ForecastOfMany;
import io.slipway.release.project.Project;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment would do to an environment of many databases: the same to each of a group.
 *
 * @param allowed whether a deployment to each of them would go ahead as things are
 * @param groups databases to which the same would be done, the largest group first
 * @param unknown databases that could not be looked at
 */
public record ManyForecastReport(
        int formatVersion,
        String environment,
        String version,
        boolean allowed,
        List<Group> groups,
        List<Unknown> unknown) {

    /**
     * @param databases their names
     * @param forecast of the first of them
     */
    public record Group(List<String> databases, ForecastReport forecast) {}

    /** One that could not be looked at, and why. */
    public record Unknown(String database, ErrorReport error) {}

    /** @param project says how much rules matter in the environment */
    public static ManyForecastReport of(
            String environment, String version, ForecastOfMany.Result result, Project project) {
        List<Group> groups = result.groups().stream()
                .map(group -> new Group(group.databases(), ForecastReport.of(group.forecast(), project)))
                .toList();
        return new ManyForecastReport(
                Reports.FORMAT_VERSION,
                environment,
                version,
                result.unknown().isEmpty()
                        && groups.stream().allMatch(group -> group.forecast().allowed()),
                groups,
                result.unknown().entrySet().stream()
                        .map(each -> new Unknown(each.getKey(), ErrorReport.of(each.getValue())))
                        .toList());
    }

    /** Why a deployment would be refused, on the first where it would. */
    public Optional<ErrorReport> firstError() {
        return unknown.stream()
                .map(Unknown::error)
                .findFirst()
                .or(() -> groups.stream()
                        .flatMap(group -> group.forecast().error().stream())
                        .findFirst());
    }
}
