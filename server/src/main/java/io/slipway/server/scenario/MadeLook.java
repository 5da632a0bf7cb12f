package io.slipway.server.scenario;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Stock;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.version.SlipwayVersion;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether everybody whom the rollout file has finds something of one kind for each scenario of theirs. */
public final class MadeLook implements Collector {
    private final Standard gate;
    private final Kind kind;
    private final MadeBook book;

    public MadeLook(Standard gate, Kind kind, MadeBook book) {
        this.gate = gate;
        this.kind = kind;
        this.book = book;
    }

    @Override
    public Standard gate() {
        return gate;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        List<Scenario> wanted = book.wanted(rollout);
        String query = "the newest " + kind.title() + " handed in of each scenario for "
                + wanted.stream()
                        .map(scenario -> scenario.audience().title())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ", against the scenario's digest and Slipway " + SlipwayVersion.CURRENT;
        if (wanted.isEmpty()) {
            return new Finding(false, query, "the rollout file has nobody for whom there are scenarios");
        }
        Duration valid =
                rollout.rollout().gates().find(gate.text()).orElseThrow().valid();
        Stock stock = book.stock(rollout);
        // What hinders most of them is said once.
        Map<String, List<String>> lacking = new LinkedHashMap<>();
        wanted.forEach(scenario -> stock.lack(kind, scenario, valid)
                .ifPresent(why ->
                        lacking.computeIfAbsent(why, any -> new ArrayList<>()).add(scenario.name())));
        return lacking.isEmpty()
                ? new Finding(true, query, "all " + wanted.size() + " scenarios have one that tells what is so")
                : new Finding(
                        false,
                        query,
                        lacking.entrySet().stream()
                                .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
                                .collect(Collectors.joining("; ")));
    }
}
