package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.rollout.RunbookPaper;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Runbook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout runbook}. */
@Command(
        name = "runbook",
        description =
                "Writes what applying a team's file does as a document with commands that can be run as they stand.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout runbook payments                              Markdown, to the terminal",
            "  slipway rollout runbook payments --format pdf --out runbook.pdf",
            "  slipway rollout runbook payments --publish                    into the team's repository"
        })
final class RolloutRunbookCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    enum Form {
        MD,
        HTML,
        PDF
    }

    @Option(names = "--format", paramLabel = "FORM", description = "md (default), html or pdf.")
    private Form form = Form.MD;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there; a PDF must be.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--publish",
            description = "Commit it to the team's repository as docs/runbook-TEAM.md, with the rollout file.")
    private boolean publish;

    RolloutRunbookCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (form == Form.PDF && out.isEmpty()) {
            throw SlipwayException.of(ErrorCode.USAGE, "A PDF is no text for a terminal.", "Name a file with --out.");
        }
        try (TeamPlace place = TeamPlace.open(wiring, options.root(), team, options.progress(wiring))) {
            String text = Runbook.markdown(place.definition(), place.steps().all());
            String title = "Runbook: " + place.definition().title();
            if (publish) {
                place.steps().publish(text);
            }
            byte[] document = switch (form) {
                case MD -> text.getBytes(StandardCharsets.UTF_8);
                case HTML -> RunbookPaper.html(title, text).getBytes(StandardCharsets.UTF_8);
                case PDF -> RunbookPaper.pdf(title, text, wiring.environment());
            };
            out.ifPresent(file -> write(options.root().resolve(file), document));
            if (options.json()) {
                Json.print(
                        wiring.console(),
                        Json.result()
                                .put("team", team)
                                .put("definition", place.definition().digest())
                                .put("published", publish)
                                .put("runbook", form == Form.PDF ? "" : new String(document, StandardCharsets.UTF_8)));
            } else if (publish) {
                wiring.console()
                        .out()
                        .println("Published as " + place.definition().runbookPath() + ".");
            } else if (out.isEmpty()) {
                wiring.console().out().print(new String(document, StandardCharsets.UTF_8));
            } else {
                wiring.console().out().println("Wrote " + out.get() + ".");
            }
            return 0;
        }
    }

    private static void write(Path file, byte[] document) {
        try {
            Files.write(file, document);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE, "The runbook cannot be written to " + file + ": " + e.getMessage(), "")
                    .causedBy(e);
        }
    }
}
