package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.release.deploy.Resolution;
import io.slipway.release.deploy.Verdict;
import io.slipway.release.project.Project;
import io.slipway.release.report.ResolveReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway resolve}. */
@Command(
        name = "resolve",
        description =
                "Settles what became of a statement in doubt: one that was sent when the connection or the process"
                        + " ended, on a database that commits by itself.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway resolve --on qa --statement 3 --done --reason \"the column is there\"",
            "  slipway resolve --on qa --statement 3 --not-done --reason \"no such column\""
        })
final class ResolveCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--on", required = true, paramLabel = "ENV", description = "The environment.")
    private String on = "";

    @Option(names = "--statement", required = true, paramLabel = "N", description = "Number of the statement.")
    private int statement;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "How you know; the history shows it.")
    private String reason = "";

    @Option(
            names = "--against-catalogue",
            description = "You know that the catalogue says otherwise, or that the history does and somebody changed it"
                    + " by hand; without it that is refused.")
    private boolean againstCatalogue;

    @ArgGroup(multiplicity = "1")
    private Answer answer = new Answer();

    /** Exactly one of them. */
    private static final class Answer {
        @Option(names = "--done", required = true, description = "Its effect is there: go on after it.")
        private boolean done;

        @Option(
                names = "--not-done",
                required = true,
                description = "Its effect is not there, or was taken back by hand.")
        @SuppressWarnings("UnusedVariable") // the other of the two
        private boolean notDone;
    }

    ResolveCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        ResolveReport settled = server.project(wiring, options)
                .map(remote -> remote.resolve(on, verdict()))
                .orElseGet(this::here);
        if (options.json()) {
            Json.print(wiring.console(), settled);
        } else {
            wiring.console()
                    .out()
                    .println("Statement " + settled.statement() + " of "
                            + settled.change().substring(0, settled.change().lastIndexOf('@')) + " counts as "
                            + (answer.done ? "done" : "not done") + ". Deploy again to go on.");
        }
        return 0;
    }

    private ResolveReport here() {
        Project project = options.project();
        return ResolveReport.of(
                on,
                new Resolution(wiring.targets(), wiring.clock())
                        .run(project, project.oneDatabase(on), verdict(), ActorOptions.at(wiring.user())));
    }

    private Verdict verdict() {
        return new Verdict(Optional.empty(), statement, answer.done, againstCatalogue, reason);
    }
}
