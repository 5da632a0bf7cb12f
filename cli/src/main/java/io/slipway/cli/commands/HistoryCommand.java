package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.estimate.Told;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Project;
import io.slipway.release.report.HistoryReport;
import io.slipway.release.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway history}. */
@Command(
        name = "history",
        description = "Shows what ran on an environment: when, by whom, from which artifact.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway history prod", "  slipway history prod --limit 20", "  slipway history prod --output json"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final int COLUMNS = 118;
    private static final Set<String> FOR_PROGRAMS = Set.of("whole", "applied");
    private static final int LONGEST_NAME = 24;
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ENV", description = "The environment.")
    private String environment = "";

    @Option(
            names = {"--limit", "--last"},
            paramLabel = "N",
            description = "Only the last N entries.")
    private int limit = Integer.MAX_VALUE;

    HistoryCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        int wanted = Math.max(0, limit);
        HistoryReport report = server.project(wiring, options)
                .map(remote -> remote.history(environment, wanted))
                .orElseGet(() -> here(wanted));
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            text(report.entries());
        }
        return 0;
    }

    private HistoryReport here(int wanted) {
        Project project = options.project();
        try (Target target = wiring.targets().open(project, project.oneDatabase(environment))) {
            List<HistoryEntry> entries = target.history().entries();
            return HistoryReport.of(environment, entries.subList(Math.max(0, entries.size() - wanted), entries.size()));
        }
    }

    private void text(List<HistoryReport.Entry> entries) {
        if (entries.isEmpty()) {
            wiring.console().out().println("Nothing was ever deployed to " + environment + ".");
            return;
        }
        Table table = new Table("#", "WHEN (UTC)", "EVENT", "VERSION", "MS", "BY", "WHAT");
        for (HistoryReport.Entry entry : entries) {
            table.row(
                    Long.toString(entry.sequence()),
                    entry.at().toString().substring(0, 16).replace('T', ' '),
                    entry.event(),
                    entry.version().isEmpty() ? "-" : entry.version(),
                    Long.toString(entry.millis()),
                    shortened(entry.by()),
                    entry.path().or(entry::id).orElse(""));
            String note = note(entry);
            if (!note.isEmpty()) {
                table.under(note);
            }
        }
        table.print(wiring.console().out(), COLUMNS);
    }

    private static String shortened(String who) {
        return who.length() <= LONGEST_NAME ? who : who.substring(0, LONGEST_NAME - 1) + "…";
    }

    /** What people decided, or what failed, in words. */
    private static String note(HistoryReport.Entry entry) {
        return entry.note().entrySet().stream()
                .filter(field -> !FOR_PROGRAMS.contains(field.getKey()))
                .map(field -> field.getKey() + ": " + words(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Of what was expected, how long it would take; programs have the rest. */
    private static String words(Object value) {
        return value instanceof Map<?, ?> forecast && forecast.get("millis") instanceof Number millis
                ? Told.expected(millis.longValue())
                : String.valueOf(value);
    }
}
