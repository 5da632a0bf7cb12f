package io.slipway.rollout.hypercare;

import io.slipway.rollout.calendar.Sprint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one sprint brought.
 *
 * @param promoted artifacts that reached the last environment
 * @param lead from handing in to the last environment, the middle one; empty when none got there
 * @param recovery from a failure to the next good run in the same environment, the longest; empty when nothing failed
 *     or nothing has recovered yet
 * @param open failures that nothing good has followed
 * @param rework rollbacks
 * @param causes of cases, the most frequent first
 */
public record Figures(
        Sprint sprint,
        boolean whole,
        int scripts,
        int packages,
        int promoted,
        Optional<Duration> lead,
        int runs,
        int failed,
        Optional<Duration> recovery,
        int open,
        int rework,
        Map<String, Integer> casesByTier,
        List<String> causes) {

    /** Of a hundred deployments, how many failed; rounded up, so that one in a thousand is not none. */
    public int failureRate() {
        return runs == 0 ? 0 : (100 * failed + runs - 1) / runs;
    }

    public int cases() {
        return casesByTier.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether the sprint is what a team that needs no extra care has. One without any run shows nothing. */
    public boolean calm(HypercareRules rules) {
        return runs > 0
                && failureRate() <= rules.failures()
                && cases() <= rules.cases()
                && open == 0
                && recovery.filter(each -> each.compareTo(rules.recovery()) > 0).isEmpty();
    }

    /** @param now sprints that are not over by then are no whole ones */
    public static Figures of(Sprint sprint, ZoneId zone, List<? extends Delivered> events, Instant now) {
        Instant from = sprint.begins(zone);
        Instant until = sprint.ends(zone);
        List<Delivered> in = events.stream()
                .filter(event -> !event.at().isBefore(from) && event.at().isBefore(until))
                .sorted(Comparator.comparing(Delivered::at))
                .map(Delivered.class::cast)
                .toList();
        List<Delivered.Packaged> packaged = all(in, Delivered.Packaged.class);
        List<Delivered.Ran> ran = all(in, Delivered.Ran.class);
        List<Delivered.Case> cases = all(in, Delivered.Case.class);
        List<Delivered.Ran> runs = ran.stream().filter(run -> !run.rollback()).toList();
        Recovery recovery = Recovery.of(runs);
        return new Figures(
                sprint,
                !now.isBefore(until),
                packaged.stream().mapToInt(Delivered.Packaged::scripts).sum(),
                packaged.size(),
                (int) runs.stream()
                        .filter(run -> run.last() && run.good())
                        .map(Delivered.Ran::version)
                        .distinct()
                        .count(),
                middle(runs.stream()
                        .filter(run -> run.last() && run.good())
                        .flatMap(run -> run.packaged().map(at -> Duration.between(at, run.at())).stream())
                        .toList()),
                runs.size(),
                (int) runs.stream().filter(run -> !run.good()).count(),
                recovery.longest(),
                recovery.open(),
                ran.size() - runs.size(),
                cases.stream().collect(Collectors.toMap(Delivered.Case::tier, c -> 1, Integer::sum, TreeMap::new)),
                causes(cases));
    }

    private static <T> List<T> all(List<Delivered> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Optional<Duration> middle(List<Duration> times) {
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(times.stream().sorted().toList().get((times.size() - 1) / 2));
    }

    private static List<String> causes(List<Delivered.Case> cases) {
        Map<String, Integer> counts = new TreeMap<>();
        cases.stream()
                .map(Delivered.Case::cause)
                .filter(cause -> !cause.isBlank())
                .forEach(cause -> counts.merge(cause, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(5)
                .map(Map.Entry::getKey)
                .toList();
    }

    private record Recovery(Optional<Duration> longest, int open) {
        static Recovery of(List<Delivered.Ran> runs) {
            Map<String, Instant> broken = new HashMap<>();
            List<Duration> times = new ArrayList<>();
            for (Delivered.Ran run : runs) {
                if (!run.good()) {
                    broken.putIfAbsent(run.environment(), run.at());
                    continue;
                }
                Instant since = broken.remove(run.environment());
                if (since != null) {
                    times.add(Duration.between(since, run.at()));
                }
            }
            return new Recovery(times.stream().max(Comparator.naturalOrder()), broken.size());
        }
    }
}
