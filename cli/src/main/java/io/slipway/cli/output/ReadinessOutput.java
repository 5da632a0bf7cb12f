package io.slipway.cli.output;

import io.slipway.cli.remote.RemoteRollout.Evidence;
import io.slipway.cli.remote.RemoteRollout.Gate;
import io.slipway.cli.remote.RemoteRollout.Readiness;
import io.slipway.cli.remote.RemoteRollout.Waiver;
import io.slipway.release.report.Reports;
import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.readiness.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Shows how ready a team is for its go-live, for people and for programs. */
public final class ReadinessOutput {
    private final Console console;
    private final boolean json;

    public ReadinessOutput(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /** As {@link Readiness}. */
    record ReadinessReport(
            int formatVersion, String team, boolean ready, String golive, Optional<LocalDate> day, List<Gate> gates) {}

    public void show(Readiness readiness) {
        if (json) {
            Json.print(
                    console,
                    new ReadinessReport(
                            Reports.FORMAT_VERSION,
                            readiness.team(),
                            readiness.ready(),
                            readiness.golive(),
                            readiness.day(),
                            readiness.gates()));
            return;
        }
        Table table = new Table("GATE", "STATE", "WHOSE TURN");
        for (Gate gate : readiness.gates()) {
            table.row(gate.gate(), state(gate.state()), String.join(", ", gate.turn()));
            table.under(seen(gate));
        }
        table.print(console.out());
        console.out().println();
        console.out()
                .println(readiness.team() + " is " + (readiness.ready() ? "ready" : "not ready") + ". Go-live: "
                        + LiveState.Word.of(readiness.golive())
                                .map(LiveState.Word::title)
                                .orElse(readiness.golive())
                        + readiness.day().map(day -> ", agreed for " + day).orElse(", no day agreed") + ".");
    }

    private static String state(String text) {
        return Verdict.of(text)
                .map(verdict -> verdict.sign() + " " + verdict.title())
                .orElse(text);
    }

    /** What was seen, what is wrong with it, and who lets it pass. */
    private static String seen(Gate gate) {
        String seen = gate.evidence().map(ReadinessOutput::seen).orElse(gate.asks() + ": " + gate.why());
        boolean told =
                gate.evidence().filter(each -> each.result().equals(gate.why())).isPresent();
        String why = gate.evidence().isEmpty() || told || gate.why().isEmpty() ? "" : "; " + gate.why();
        return seen + why + gate.waiver().map(ReadinessOutput::waiver).orElse("");
    }

    private static String seen(Evidence evidence) {
        return evidence.result() + " (seen " + evidence.at() + ", counts until " + evidence.until() + ", digest "
                + evidence.digest().substring(0, 12) + ": " + evidence.query() + ")";
    }

    private static String waiver(Waiver waiver) {
        return "; "
                + waiver.givenBy()
                        .map(by -> "waived by " + waiver.askedBy() + " and " + by)
                        .orElse(waiver.askedBy() + " asks a second person to waive it")
                + " until " + waiver.until() + ": " + waiver.reason();
    }
}
