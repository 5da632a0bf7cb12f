package io.slipway.release.forecast;

import com.fasterxml.jackson.annotation.JsonValue;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.estimate.Told;
import io.slipway.release.forecast.Forecast.Line;
import io.slipway.release.forecast.Impact.Loss;
import io.slipway.release.forecast.Impact.TableImpact;
import io.slipway.release.target.Survey.TableFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What somebody should read of a pending change before saying yes.
 *
 * @param millis how long it may take
 * @param sentences what is lost, what breaks, who waits how long for what
 */
public record Risk(Change change, Level level, long millis, List<String> sentences) {
    private static final long LONG_MILLIS = 1_000;

    /** The worst first. */
    public enum Level {
        HIGH,
        MEDIUM,
        LOW;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of those that anybody would notice, the worst first. */
    static List<Risk> of(List<Line> lines) {
        List<Risk> risks = new ArrayList<>();
        for (Line line : lines) {
            line.impact()
                    .filter(impact -> !impact.quiet()
                            || impact.estimate().millis() >= Told.NOTICED_MILLIS
                            || !impact.estimate().untold().isEmpty())
                    .ifPresent(impact -> risks.add(new Risk(
                            line.change(), level(impact), impact.estimate().millis(), sentences(impact))));
        }
        risks.sort(Comparator.comparing((Risk risk) -> risk.level()).thenComparing(risk -> -risk.millis()));
        return List.copyOf(risks);
    }

    private static Level level(Impact impact) {
        boolean lost = impact.losses().stream()
                .anyMatch(loss -> loss.rows().isEmpty() || loss.rows().get().rows() > 0);
        boolean blocked = impact.tables().stream()
                .anyMatch(table ->
                        table.waits().equals("everybody") || table.waits().equals("writers"));
        long millis = impact.estimate().millis();
        if (lost || !impact.breaks().isEmpty() || blocked && millis >= LONG_MILLIS) {
            return Level.HIGH;
        }
        return blocked && millis >= Told.NOTICED_MILLIS
                        || blocked && crowded(impact)
                        || millis >= LONG_MILLIS
                        || !impact.estimate().untold().isEmpty()
                ? Level.MEDIUM
                : Level.LOW;
    }

    /** Whoever waits for a lock lets others wait behind it. */
    private static boolean crowded(Impact impact) {
        return impact.tables().stream()
                .anyMatch(table -> !table.waits().equals("nobody")
                        && (table.facts().holding() > 0 || table.facts().waiting() > 0));
    }

    private static List<String> sentences(Impact impact) {
        List<String> sentences = new ArrayList<>();
        impact.losses().forEach(loss -> sentences.add(lost(loss)));
        impact.breaks().forEach(each -> sentences.add("breaks " + each + ", or fails because of it"));
        long millis = impact.estimate().millis();
        String time = (millis < Told.NOTICED_MILLIS ? "" : "about ") + Told.expected(millis);
        List<TableImpact> felt = impact.tables().stream()
                .filter(table -> !table.waits().equals("nobody")
                        || table.facts().holding() + table.facts().waiting() > 0)
                .toList();
        for (TableImpact table : felt) {
            sentences.add(waits(table, time) + work(table) + "; " + traffic(table));
        }
        if (felt.isEmpty()) {
            sentences.add("takes " + time);
        }
        impact.estimate()
                .untold()
                .forEach(each -> sentences.add("how long its " + each
                        + " takes is not known and comes on top: it cannot be planned on the target as it is now"));
        if (impact.estimate().millis() >= Told.NOTICED_MILLIS) {
            sentences.add("time told from " + basis(impact.estimate().basis()));
        }
        return List.copyOf(sentences);
    }

    private static String lost(Loss loss) {
        String what = loss.what().startsWith("rows of ") ? loss.what() : "what is in " + loss.what();
        return what
                + (what.startsWith("rows of ") ? " go: " : " goes: ")
                + loss.rows()
                        .map(count -> (loss.atMost() ? "up to " : count.exact() ? "" : "about ")
                                + Told.counted(count.rows(), loss.what().startsWith("column ") ? "value" : "row")
                                + (count.exact() ? "" : " (estimated)"))
                        .orElse("how many is not known");
    }

    private static String waits(TableImpact table, String time) {
        boolean sequence = table.object().startsWith("sequence ");
        String who = switch (table.waits()) {
            case "everybody" -> "everybody waits for ";
            case "writers" -> sequence ? "whoever takes a number waits for " : "writers wait for ";
            case "ddl" -> "other DDL and vacuum wait for ";
            default -> "nobody waits for ";
        };
        String lock = table.index()
                .map(index -> "AccessExclusive on its " + index + ", with which each query of it is planned")
                .orElse(table.lock().replaceAll("Lock$", ""));
        return who + table.object() + (table.waits().equals("nobody") ? "" : " " + time) + " (" + lock
                + (table.holdsRows()
                        ? ", " + Told.counted(table.facts().rows(), "row") + ", "
                                + Told.bytes(table.facts().bytes())
                        : "")
                + ")";
    }

    private static String work(TableImpact table) {
        if (table.work().isEmpty()) {
            return "";
        }
        return ": " + String.join(", ", table.work().stream().map(Risk::work).toList());
    }

    private static String work(WorkSeen seen) {
        String times = seen.times() > 1 ? " " + seen.times() + " times" : "";
        return switch (seen.work()) {
            case REWRITTEN -> "it gets a new file";
            case SCANNED -> "all of it is read" + times;
            case INDEXED -> seen.times() == 1 ? "an index is built" : seen.times() + " indexes are built";
            case DROPPED -> "it is dropped";
            case COMPARED -> "all of its rows are looked up in another table" + times;
        };
    }

    private static String traffic(TableImpact table) {
        TableFacts facts = table.facts();
        String now = facts.holding() + facts.waiting() == 0
                ? "nobody uses it now"
                : facts.holding() + (facts.holding() == 1 ? " session uses" : " sessions use") + " it now"
                        + (facts.waiting() > 0 ? ", " + facts.waiting() + " wait for it" : "")
                        + (facts.longest().isPresent()
                                ? ", the oldest for " + facts.longest().getAsLong() + " s"
                                : "");
        return !table.holdsRows()
                ? now
                : now + "; " + Told.counted(facts.scans() + facts.lookups(), "read") + ", "
                        + Told.counted(facts.written(), "row") + " written"
                        + facts.since().map(since -> " since " + since).orElse("");
    }

    private static String basis(Basis basis) {
        return switch (basis) {
            case HISTORY -> "this target's earlier deployments";
            case SAMPLE -> "a part of the table that was read";
            case STANDARD -> "figures of another machine, by how fast this one sorts";
        };
    }
}
