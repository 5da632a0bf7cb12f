package io.slipway.release.forecast;

import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.SideBySide;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.forecast.Forecast.Line;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a deployment would do to each of many databases. Most are alike, so one forecast is kept for those of each sort. */
public final class ForecastOfMany {
    private final Forecast forecast;

    /** @param forecast looks at one of them */
    public ForecastOfMany(Forecast forecast) {
        this.forecast = forecast;
    }

    /**
     * @param databases to which the same would be done, in the environment's order
     * @param forecast of the first that was looked at
     */
    public record Group(List<String> databases, Forecast.Result forecast) {}

    /**
     * @param groups the largest first
     * @param unknown what kept it from looking at some, by their names
     */
    public record Result(List<Group> groups, Map<String, SlipwayException> unknown) {}

    /** What makes two forecasts the same one. */
    private record Sort(
            Optional<String> current, List<String> pending, Optional<Integer> done, Optional<String> refusal) {

        static Sort of(Forecast.Result one) {
            return new Sort(
                    one.current().map(entry -> entry.version()),
                    Stream.concat(one.pending().stream().map(Line::change), one.notChosen().stream())
                            .map(change -> change.key())
                            .toList(),
                    one.halfDone().map(half -> half.done()),
                    one.refusal().map(SlipwayException::getMessage));
        }
    }

    /** @param request names an environment of many databases */
    public Result run(DeployRequest request) {
        Groups groups = new Groups();
        SideBySide.each(request.environment(), database -> {
            try {
                groups.add(database.database().orElseThrow(), forecast.run(request.at(database)));
            } catch (SlipwayException e) {
                groups.failed(database.database().orElseThrow(), e);
            }
            return true;
        });
        return groups.result(request.environment()
                .each()
                .map(one -> one.database().orElseThrow())
                .toList());
    }

    /** Those of one sort. */
    private record Alike(Forecast.Result first, Set<String> databases) {}

    /** Filled from several threads. */
    private static final class Groups {
        private final Map<Sort, Alike> sorts = new LinkedHashMap<>();
        private final Map<String, SlipwayException> failures = new HashMap<>();

        synchronized void add(String database, Forecast.Result one) {
            sorts.computeIfAbsent(Sort.of(one), sort -> new Alike(one, new HashSet<>()))
                    .databases()
                    .add(database);
        }

        synchronized void failed(String database, SlipwayException e) {
            failures.put(database, e);
        }

        synchronized Result result(List<String> order) {
            List<Group> groups = sorts.values().stream()
                    .map(alike -> new Group(
                            order.stream().filter(alike.databases()::contains).toList(), alike.first()))
                    .sorted(Comparator.comparing(
                                    (Group group) -> -group.databases().size())
                            .thenComparing(
                                    group -> order.indexOf(group.databases().get(0))))
                    .toList();
            Map<String, SlipwayException> unknown = new LinkedHashMap<>();
            order.stream()
                    .filter(failures::containsKey)
                    .forEach(database -> unknown.put(database, failures.get(database)));
            return new Result(groups, unknown);
        }
    }
}
