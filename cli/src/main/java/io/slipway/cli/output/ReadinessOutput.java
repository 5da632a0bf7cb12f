package io.slipway.cli.output;

import io.slipway.cli.remote.RemoteRollout;
import io.slipway.release.error.Category;

/** Shows how ready a team is for its go-live. */
public final class ReadinessOutput {
    private ReadinessOutput() {}

    public static void text(Console console, RemoteRollout.Readiness readiness) {
        console.out()
                .println(readiness.team() + " is " + (readiness.ready() ? "ready" : "not ready") + "; go-live: "
                        + readiness.golive() + ".");
        Table table = new Table("GATE", "STATE", "WHY");
        readiness.gates().forEach(gate -> table.row(gate.gate(), gate.state(), gate.why()));
        table.print(console.out());
    }

    /** What {@code --check} ends with. */
    public static int exitCode(RemoteRollout.Readiness readiness) {
        return readiness.ready() ? 0 : Category.DIFFERENT.exitCode();
    }
}
