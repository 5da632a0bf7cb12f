package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.rollout.ProvisionOutput;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import io.slipway.rollout.provision.StepEvidence;
import io.slipway.rollout.provision.StepNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout apply}. */
@Command(
        name = "apply",
        description =
                "Makes all that a team's file asks for and that is not there yet. Run again it changes nothing; after it was killed"
                        + " it goes on. Refuses, before it does anything, where something is there that others made.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout apply payments",
            "  slipway rollout apply payments --plan payments.plan   only while the world is as that plan saw it",
            "  slipway rollout apply payments --evidence \"firewall=CHG-4711\"",
            "  slipway rollout apply payments --evidence firewall=@protocol.pdf      the file's digest and name",
            "  slipway rollout apply payments --take-back mallory   an account that the file does not know loses its roles"
        })
final class RolloutApplyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Apply just this plan; refuse when what is there, or the file, changed since it was made.")
    private Optional<Path> plan = Optional.empty();

    @Option(
            names = "--evidence",
            paramLabel = "STEP=TEXT",
            description = "What shows that a manual step was done: a sentence, a link, or @FILE for a file's digest."
                    + " Kept by the server, where there is one. May be given several times.")
    private Map<String, String> evidence = new LinkedHashMap<>();

    @Option(
            names = "--take-back",
            paramLabel = "NAME",
            description = "Take away the roles in this project of an account that the file does not know; the account"
                    + " stays. May be given several times.")
    private Set<String> takenBack = new LinkedHashSet<>();

    RolloutApplyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        try (TeamPlace place = TeamPlace.open(
                wiring, options.root(), team, options.progress(wiring), server.of(wiring, options), takenBack)) {
            Optional<String> expected = plan.map(file -> digest(options.root().resolve(file)));
            evidence.keySet().forEach(place.steps()::manual);
            evidence.forEach((step, text) -> place.notes()
                    .add(StepNote.evidence(
                            wiring.clock().instant(), step, shown(text).text(), wiring.user())));
            new ProvisionOutput(wiring.console(), options.json())
                    .applied(team, place.provisioning().apply(expected), options.root());
            return 0;
        }
    }

    private StepEvidence shown(String text) {
        return text.startsWith("@")
                ? StepEvidence.ofFile(options.root().resolve(text.substring(1)))
                : StepEvidence.parse(text);
    }

    private static String digest(Path file) {
        try {
            return Reports.read(Files.readString(file, StandardCharsets.UTF_8), ProvisionOutput.PlanReport.class)
                    .digest();
        } catch (IOException | IllegalArgumentException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE,
                            file + " is no plan that can be read.",
                            "Make one with 'slipway rollout plan TEAM --out FILE'.")
                    .causedBy(e);
        }
    }
}
