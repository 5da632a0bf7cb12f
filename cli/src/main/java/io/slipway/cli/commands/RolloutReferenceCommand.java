package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.RemoteRollout;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout reference}. */
@Command(
        name = "reference",
        description = "Compares what packaging proves scripts on with production, or with the environment that the"
                + " rollout file names under 'reference'. Touches nothing. Exit code 1 when they differ.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout reference payments --server https://slipway.example.com",
            "  slipway rollout reference payments --record    writes down what was seen"
        })
final class RolloutReferenceCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team, as its rollout file names it.")
    private String team = "";

    @Option(names = "--record", description = "Write what is seen into the rollout's events on the server.")
    private boolean record;

    RolloutReferenceCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        RemoteRollout rollout = server.ofTeam(wiring, options, team)
                .map(RemoteProject::rollout)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE, "A server compares it.", "Name the server with --server."));
        RemoteRollout.Reference seen = rollout.reference(false);
        ServedTeam.require(seen.team(), team);
        if (record) {
            seen = rollout.reference(true);
        }
        if (options.json()) {
            Json.print(wiring.console(), seen);
        } else {
            text(wiring.console().out(), seen);
        }
        return seen.equal() ? 0 : Category.DIFFERENT.exitCode();
    }

    private static void text(PrintStream out, RemoteRollout.Reference seen) {
        out.println(seen.result() + ".");
        seen.differences().forEach(difference -> out.println("  " + difference));
        seen.leftOut().forEach(change -> out.println("  not there: " + change));
        if (!seen.equal()) {
            out.println("Write a script for what was changed there by hand, or undo it there.");
        }
    }
}
