package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Project;
import io.slipway.release.target.Target;
import java.util.List;
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
    private static final int LONGEST_NAME = 24;
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

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
        Project project = options.project();
        List<HistoryEntry> entries;
        try (Target target = wiring.targets().open(project, project.environment(environment))) {
            entries = target.history().entries();
        }
        entries = entries.subList(Math.max(0, entries.size() - Math.max(0, limit)), entries.size());
        if (options.json()) {
            json(entries);
        } else {
            text(entries);
        }
        return 0;
    }

    private void json(List<HistoryEntry> entries) {
        ObjectNode node = Json.result().put("environment", environment);
        ArrayNode array = node.putArray("entries");
        for (HistoryEntry entry : entries) {
            ObjectNode each = array.addObject()
                    .put("sequence", entry.sequence())
                    .put("event", entry.event().text())
                    .put("at", entry.at().toString())
                    .put("by", entry.by())
                    .put("version", entry.version())
                    .put("artifact", entry.artifact())
                    .put("deployment", entry.deployment());
            entry.changeId().ifPresent(id -> each.put("id", id));
            entry.path().ifPresent(path -> each.put("path", path));
            entry.kind().ifPresent(kind -> each.put("kind", kind));
            entry.digest().ifPresent(digest -> each.put("digest", digest));
            if (entry.event().aboutChange()) {
                each.put("statements", entry.statements()).put("rows", entry.rows());
            }
            each.put("millis", entry.millis()).set("note", Json.parse(entry.note()));
        }
        Json.print(wiring.console(), node);
    }

    private void text(List<HistoryEntry> entries) {
        if (entries.isEmpty()) {
            wiring.console().out().println("Nothing was ever deployed to " + environment + ".");
            return;
        }
        Table table = new Table("#", "WHEN (UTC)", "EVENT", "VERSION", "MS", "BY", "WHAT");
        for (HistoryEntry entry : entries) {
            table.row(
                    Long.toString(entry.sequence()),
                    entry.at().toString().substring(0, 16).replace('T', ' '),
                    entry.event().text(),
                    entry.version().isEmpty() ? "-" : entry.version(),
                    Long.toString(entry.millis()),
                    shortened(entry.by()),
                    entry.path().orElse(""));
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
    private static String note(HistoryEntry entry) {
        return Json.parse(entry.note()).properties().stream()
                .map(field -> field.getKey() + ": " + field.getValue().asText())
                .collect(Collectors.joining(", "));
    }
}
