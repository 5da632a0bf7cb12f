package io.slipway.enablement.made;

import io.slipway.enablement.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest of each kind that was made of each scenario, held against what the scenario and the console are now. */
public final class Stock {
    private final Map<Kind, Map<String, Made>> newest = new HashMap<>();
    private final String version;
    private final Instant now;

    /**
     * @param made in the order in which it was handed in: the last word of each counts
     * @param version of the console as it is now
     */
    public Stock(Collection<Made> made, String version, Instant now) {
        made.forEach(each ->
                newest.computeIfAbsent(each.kind(), kind -> new HashMap<>()).put(each.scenario(), each));
        this.version = version;
        this.now = now;
    }

    public Optional<Made> of(Kind kind, Scenario scenario) {
        return Optional.ofNullable(newest.getOrDefault(kind, Map.of()).get(scenario.name()));
    }

    /**
     * What hinders that something made of a scenario tells what is so; empty when nothing does.
     *
     * @param valid how long it tells that
     */
    public Optional<String> lack(Kind kind, Scenario scenario, Duration valid) {
        Optional<Made> found = of(kind, scenario);
        if (found.isEmpty()) {
            return Optional.of("none was handed in");
        }
        Made made = found.get();
        if (!made.passed()) {
            return Optional.of("a step failed at " + made.at());
        }
        if (made.lack().isPresent()) {
            return made.lack();
        }
        if (!made.edition().equals(scenario.digest())) {
            return Optional.of("the scenario has changed since");
        }
        if (!made.version().equals(version)) {
            return Optional.of("it shows Slipway " + made.version() + ", and this is " + version);
        }
        return made.at().plus(valid).isAfter(now) ? Optional.empty() : Optional.of("it is too old, of " + made.at());
    }
}
