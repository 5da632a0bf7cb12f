package io.slipway.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.history.HistoryEntry;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints a forecast. */
public final class ForecastOutput {
    private static final int SHOWN = 2;
    private static final Set<String> MAIN_KINDS = Set.of(
            "table",
            "view",
            "materialized view",
            "index",
            "function",
            "procedure",
            "trigger",
            "sequence",
            "type",
            "schema");

    private ForecastOutput() {}

    public static void print(Console console, boolean json, Forecast.Result forecast) {
        if (json) {
            Json.print(console, json(forecast));
        } else {
            text(console.out(), forecast);
        }
    }

    private static ObjectNode json(Forecast.Result forecast) {
        ObjectNode node = Json.result()
                .put("environment", forecast.environment())
                .put("version", forecast.version())
                .put("server", forecast.server().toString());
        forecast.current().ifPresent(entry -> node.put("currentVersion", entry.version()));
        node.put("allowed", forecast.refusal().isEmpty());
        node.putArray("pending")
                .addAll(forecast.pending().stream().map(ForecastOutput::line).toList());
        Json.changes(node.putArray("notChosen"), forecast.notChosen());
        forecast.warnings().forEach(node.putArray("warnings")::add);
        forecast.refusal().ifPresent(e -> Json.error(node, e));
        return node;
    }

    private static ObjectNode line(Forecast.Line line) {
        ObjectNode node = Json.object()
                .put("id", line.change().id())
                .put("path", line.change().path())
                .put("kind", line.change().kind().folder())
                .put("statements", line.proof().statements())
                .put("rows", line.proof().rows())
                .put("transactional", line.proof().transactional())
                .put("destructive", line.destructive())
                .put("rollback", line.proof().rollback().result().text());
        line.replaced().ifPresent(old -> node.put("replaces", old.digest()));
        line.proof().rollback().reason().ifPresent(reason -> node.put("rollbackReason", reason));
        for (LockSeen lock : line.proof().locks()) {
            node.withArray("locks").addObject().put("object", lock.object()).put("mode", lock.mode());
        }
        for (ObjectSeen object : line.proof().objects()) {
            node.withArray("objects")
                    .addObject()
                    .put("event", object.event())
                    .put("kind", object.kind())
                    .put("name", object.name());
        }
        return node;
    }

    private static void text(PrintStream out, Forecast.Result forecast) {
        out.println("Forecast: " + forecast.version() + " to " + forecast.environment() + " (" + forecast.server()
                + "), now at "
                + forecast.current().map(HistoryEntry::version).orElse("nothing") + ".");
        if (forecast.pending().isEmpty()) {
            out.println("Nothing is pending.");
        } else {
            Table table = new Table("CHANGE", "KIND", "STATEMENTS", "ROWS", "OBJECTS", "LOCKS", "ROLLBACK");
            for (Forecast.Line line : forecast.pending()) {
                table.row(
                        line.change().path()
                                + (line.destructive() ? "  (!)" : "")
                                + (line.replaced().isPresent() ? "  (rework)" : ""),
                        line.change().kind().folder(),
                        Integer.toString(line.proof().statements()),
                        Long.toString(line.proof().rows()),
                        objects(line.proof().objects()),
                        locks(line.proof().locks()),
                        line.proof().rollback().result().text());
            }
            table.print(out);
            out.println(forecast.pending().size() + " pending, " + forecast.statements()
                    + (forecast.statements() == 1 ? " statement" : " statements") + ", rollback proved for "
                    + forecast.pending().stream()
                            .filter(l -> l.proof().rollback().result().text().equals("proved"))
                            .count()
                    + ".");
        }
        if (!forecast.notChosen().isEmpty()) {
            out.println(forecast.notChosen().size() + " left out by labels or contexts.");
        }
        forecast.warnings().forEach(warning -> out.println("warning: " + warning));
        forecast.refusal()
                .ifPresent(e -> out.println("A deployment would be refused now: " + e.getMessage() + " " + e.help()));
    }

    /** The objects that a DBA thinks in; what belongs to them (columns, grants, comments) is only counted. */
    private static String objects(List<ObjectSeen> objects) {
        List<ObjectSeen> main =
                objects.stream().filter(o -> MAIN_KINDS.contains(o.kind())).toList();
        List<ObjectSeen> shown = main.isEmpty() ? objects : main;
        String text = shown.stream()
                .limit(SHOWN)
                .map(o -> sign(o.event()) + o.kind() + " " + o.name())
                .collect(Collectors.joining(", "));
        int more = objects.size() - Math.min(SHOWN, shown.size());
        return objects.isEmpty() ? "-" : text + (more > 0 ? ", " + more + " more" : "");
    }

    private static String sign(String event) {
        return switch (event) {
            case "added" -> "+";
            case "removed" -> "-";
            default -> "~";
        };
    }

    private static String locks(List<LockSeen> locks) {
        List<String> tables = locks.stream()
                .filter(lock -> lock.object().startsWith("table "))
                .map(lock -> lock.mode().replaceAll("Lock$", "") + " on "
                        + lock.object().substring("table ".length()))
                .toList();
        String text = tables.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return tables.isEmpty() ? "-" : text + (tables.size() > SHOWN ? ", " + (tables.size() - SHOWN) + " more" : "");
    }
}
