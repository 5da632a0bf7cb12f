package io.slipway.server.lab;

import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios that can be done at a seat, by name and in the order in which somebody learns. */
public final class LabTasks {
    private final Map<String, Task> byName = new LinkedHashMap<>();

    public LabTasks(Scenarios scenarios) {
        scenarios
                .all()
                .forEach(scenario ->
                        scenario.lab().ifPresent(lab -> byName.put(scenario.name(), new Task(scenario, lab))));
    }

    /** A scenario with its lab. */
    public record Task(Scenario scenario, Lab lab) {
        public String name() {
            return scenario.name();
        }
    }

    public List<Task> all() {
        return List.copyOf(byName.values());
    }

    /** @throws SlipwayException {@code scenario-unknown} */
    public Task named(String name) {
        Task task = byName.get(name);
        if (task == null) {
            throw SlipwayException.of(
                    ErrorCode.SCENARIO_UNKNOWN,
                    "There is no task '" + name + "' for labs.",
                    "There are " + String.join(", ", byName.keySet()) + ".");
        }
        return task;
    }

    public List<Task> of(ServedLab lab) {
        return lab.tasks().stream().map(this::named).toList();
    }
}
