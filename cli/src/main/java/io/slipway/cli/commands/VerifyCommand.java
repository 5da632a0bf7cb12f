package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway verify}. */
@Command(
        name = "verify",
        description = "Checks every byte of an artifact and that a trusted key signed it. Needs no database.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway verify latest", "  slipway verify /tmp/shop-1.4.0.zip --allow-unsigned"})
final class VerifyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--allow-unsigned", description = "Accept an artifact without a signature.")
    private boolean allowUnsigned;

    VerifyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.EVERY_TEXT)) {
            Path trusted = project.signing().trusted();
            TrustedKeys keys = Files.exists(trusted) ? TrustedKeys.read(trusted) : TrustedKeys.NONE;
            boolean unsigned = opened.signature().who().isEmpty();
            if (!unsigned || !allowUnsigned) {
                opened.signature().require(keys, String.valueOf(opened.file().getFileName()));
            }
            if (options.json()) {
                Json.print(
                        wiring.console(),
                        Json.result()
                                .put("result", "verified")
                                .put("artifact", opened.file().toString())
                                .put("digest", opened.digest())
                                .put("signedBy", opened.signature().who()));
            } else {
                wiring.console()
                        .out()
                        .println(opened.file().getFileName() + " is whole"
                                + (unsigned
                                        ? ", and not signed."
                                        : ", and signed by the trusted key "
                                                + opened.signature().who().substring(0, 12) + "."));
            }
        }
        return 0;
    }
}
