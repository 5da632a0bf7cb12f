package io.slipway.cli.rollout;

import io.slipway.cli.output.Console;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.report.Reports;
import io.slipway.rollout.provision.Action;
import io.slipway.rollout.provision.NotesFile;
import io.slipway.rollout.provision.ProvisionPlan;
import io.slipway.rollout.provision.ProvisionPlan.Planned;
import io.slipway.rollout.provision.ProvisionTime;
import io.slipway.rollout.provision.Provisioning.Applied;
import io.slipway.rollout.provision.Provisioning.Destroyed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What provisioning found and did, for people and for programs. */
public final class ProvisionOutput {
    private static final double MILLIS = 1000;
    private final Console console;
    private final boolean json;

    public ProvisionOutput(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /** A plan as it is printed, and kept in a file for {@code apply --plan}. */
    public record PlanReport(
            int formatVersion, String team, String definition, String digest, boolean done, List<Planned> steps) {
        static PlanReport of(ProvisionPlan plan) {
            return new PlanReport(
                    Reports.FORMAT_VERSION, plan.team(), plan.definition(), plan.digest(), plan.isDone(), plan.steps());
        }
    }

    /**
     * @param times how long the first provisioning took, in milliseconds, by team: all of it, or what there is until now
     * @param repairs how long took what was made since, in milliseconds, by team
     */
    record AppliedReport(
            int formatVersion,
            String team,
            List<Planned> done,
            List<Planned> waiting,
            long millis,
            Map<String, Long> times,
            Map<String, Long> repairs) {}

    record DestroyedReport(int formatVersion, String team, List<String> gone, List<Destroyed.Kept> kept) {}

    /** @param runbook as {@link RunbookState} says it */
    record StatusReport(
            int formatVersion,
            String team,
            boolean done,
            List<Planned> steps,
            String runbook,
            Map<String, Long> times,
            Map<String, Long> repairs) {}

    public static String text(ProvisionPlan plan) {
        return Reports.text(PlanReport.of(plan)) + "\n";
    }

    public void plan(ProvisionPlan plan) {
        if (json) {
            Json.print(console, PlanReport.of(plan));
            return;
        }
        steps(plan.steps());
        console.out().println();
        console.out()
                .println(
                        plan.isDone()
                                ? "Team " + plan.team() + " is as its definition wants it: nothing to do."
                                : "Plan " + plan.digest().substring(0, 12) + ": "
                                        + plan.those(Action.CREATE).size() + " to create, "
                                        + plan.those(Action.CHANGE).size() + " to change, "
                                        + plan.those(Action.WAIT).size() + " waiting, "
                                        + plan.those(Action.REFUSED).size() + " refused, "
                                        + plan.those(Action.NOTHING).size() + " as wished.");
    }

    public void applied(String team, Applied applied, Path root) {
        Map<String, ProvisionTime> times = NotesFile.times(root);
        if (json) {
            Json.print(
                    console,
                    new AppliedReport(
                            Reports.FORMAT_VERSION,
                            team,
                            applied.done(),
                            applied.waiting(),
                            applied.millis(),
                            firsts(times),
                            repairs(times)));
            return;
        }
        steps(applied.done());
        console.out()
                .println(
                        applied.done().isEmpty()
                                ? "Nothing to do: team " + team + " is as its definition wants it"
                                        + (applied.waiting().isEmpty() ? "." : ", but for what people have to do.")
                                : "Made " + applied.done().size() + " step(s) for team " + team + " in "
                                        + seconds(applied.millis()) + ".");
        waiting(team, applied.waiting());
        times(times);
    }

    private void waiting(String team, List<Planned> waiting) {
        waiting.forEach(
                step -> console.out().println("waits: " + step.id() + " (" + step.title() + ") " + step.what() + "."));
        if (!waiting.isEmpty()) {
            console.out()
                    .println("What a person did is told with: slipway rollout apply " + team
                            + " --evidence \"STEP=what shows it\"");
        }
    }

    public void status(ProvisionPlan plan, String runbook, Path root) {
        Map<String, ProvisionTime> times = NotesFile.times(root);
        if (json) {
            Json.print(
                    console,
                    new StatusReport(
                            Reports.FORMAT_VERSION,
                            plan.team(),
                            plan.isDone(),
                            plan.steps(),
                            runbook,
                            firsts(times),
                            repairs(times)));
            return;
        }
        steps(plan.steps());
        console.out().println();
        console.out()
                .println(
                        switch (runbook) {
                            case "current" -> "The published runbook is of this definition.";
                            case "stale" ->
                                "The published runbook is STALE: it is of another definition. Publish it anew: slipway rollout runbook "
                                        + plan.team() + " --publish";
                            default -> "No runbook is published: slipway rollout runbook " + plan.team() + " --publish";
                        });
        times(times);
    }

    /** What is missing in a status that was seen from here. */
    public void onlyAServerKnows() {
        if (!json) {
            console.out()
                    .println(
                            "Gates, the go-live's date, cases and hypercare are known to a server: name it with --server.");
        }
    }

    public void destroyed(String team, Destroyed destroyed) {
        if (json) {
            Json.print(console, new DestroyedReport(Reports.FORMAT_VERSION, team, destroyed.gone(), destroyed.kept()));
            return;
        }
        destroyed.gone().forEach(id -> console.out().println("gone   " + id));
        destroyed.kept().forEach(kept -> console.out().println("stays  " + kept.id() + ": " + kept.why()));
        if (destroyed.gone().isEmpty() && destroyed.kept().isEmpty()) {
            console.out().println("Nothing of team " + team + " is there.");
        }
    }

    private void steps(List<Planned> steps) {
        if (steps.isEmpty()) {
            return;
        }
        Table table = new Table("ACTION", "STEP", "WHAT");
        for (Planned step : steps) {
            table.row(step.action(), step.id(), step.title());
            if (!step.what().isEmpty()) {
                table.under(step.what() + (step.help().isEmpty() ? "" : " " + step.help()));
            }
        }
        table.print(console.out());
    }

    private static Map<String, Long> firsts(Map<String, ProvisionTime> times) {
        Map<String, Long> firsts = new LinkedHashMap<>();
        times.forEach((team, time) -> firsts.put(team, time.first()));
        return firsts;
    }

    private static Map<String, Long> repairs(Map<String, ProvisionTime> times) {
        Map<String, Long> repairs = new LinkedHashMap<>();
        times.forEach((team, time) -> {
            if (time.repairs() > 0) {
                repairs.put(team, time.repairs());
            }
        });
        return repairs;
    }

    private void times(Map<String, ProvisionTime> times) {
        if (!times.isEmpty()) {
            console.out()
                    .println("Provisioning took: "
                            + times.entrySet().stream()
                                    .map(team -> "team " + team.getKey() + ": " + words(team.getValue()))
                                    .collect(Collectors.joining("; "))
                            + ".");
        }
    }

    private static String words(ProvisionTime time) {
        return seconds(time.first())
                + (time.complete() ? "" : " until now")
                + (time.repairs() > 0 ? " (and what was mended since: " + seconds(time.repairs()) + ")" : "");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / MILLIS);
    }
}
