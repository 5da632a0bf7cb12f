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
     * @param forecast of the first of them
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
        List<String> order = request.environment().databases().orElseThrow().names();
        Groups groups = new Groups(order);
        SideBySide.each(request.environment(), database -> {
            try {
                groups.add(database.database().orElseThrow(), forecast.run(request.at(database)));
            } catch (SlipwayException e) {
                groups.failed(database.database().orElseThrow(), e);
            }
            return true;
        });
        return groups.result();
    }

    /**
     * Those of one sort.
     *
     * @param first the forecast of {@code database}, which comes before the others
     */
    private record Alike(String database, Forecast.Result first, Set<String> databases) {}

    /** Filled from several threads. */
    private static final class Groups {
        private final List<String> order;
        private final Map<Sort, Alike> sorts = new HashMap<>();
        private final Map<String, SlipwayException> failures = new HashMap<>();

        Groups(List<String> order) {
            this.order = order;
        }

        synchronized void add(String database, Forecast.Result one) {
            Sort sort = Sort.of(one);
            Alike known = sorts.getOrDefault(sort, new Alike(database, one, new HashSet<>()));
            known.databases().add(database);
            sorts.put(
                    sort,
                    order.indexOf(database) < order.indexOf(known.database())
                            ? new Alike(database, one, known.databases())
                            : known);
        }

        synchronized void failed(String database, SlipwayException e) {
            failures.put(database, e);
        }

        synchronized Result result() {
            List<Group> groups = sorts.values().stream()
                    .sorted(Comparator.comparing(
                                    (Alike alike) -> -alike.databases().size())
                            .thenComparing(alike -> order.indexOf(alike.database())))
                    .map(alike -> new Group(
                            order.stream().filter(alike.databases()::contains).toList(), alike.first()))
                    .toList();
            Map<String, SlipwayException> unknown = new LinkedHashMap<>();
            order.stream()
                    .filter(failures::containsKey)
                    .forEach(database -> unknown.put(database, failures.get(database)));
            return new Result(groups, unknown);
        }
    }
}
