package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.release.project.NewProject;
import io.slipway.release.project.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway init}. */
@Command(
        name = "init",
        description =
                "Makes a project: slipway.yaml, the script folders, and a key to sign artifacts with. Touches no file"
                        + " that is there already. In a clone without its signing key, makes that.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway init", "  slipway init --database mariadb --name shop", "  slipway init -C ../shop"})
final class InitCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Option(names = "--database", paramLabel = "KIND", description = "postgresql (default), mariadb, mysql or sqlite.")
    private String database = "postgresql";

    @Option(names = "--name", paramLabel = "N", description = "The project's name (default: the folder's).")
    private Optional<String> name = Optional.empty();

    InitCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        wiring.products().named(database);
        boolean clone =
                Files.exists(options.root().resolve(ProjectFile.NAME)) && NewProject.isKeyMissing(options.project());
        List<Path> written =
                clone ? NewProject.makeKey(options.project()) : NewProject.write(options.root(), database, name);
        if (options.json()) {
            ObjectNode node = Json.result();
            ArrayNode array = node.putArray("written");
            written.forEach(path -> array.add(path.toString()));
            Json.print(wiring.console(), node);
        } else if (clone) {
            wiring.console().out().println("The project is there; made the signing key that this machine lacked:");
            written.forEach(path -> wiring.console().out().println("  " + path));
            wiring.console()
                    .out()
                    .println("Commit the public half. Until the trusted keys of a checkout have it, protected"
                            + " environments there refuse what it signs.");
        } else {
            wiring.console().out().println("Made a project in " + options.root() + ":");
            written.forEach(path -> wiring.console().out().println("  " + path));
            wiring.console()
                    .out()
                    .println("Next: put the databases into slipway.yaml, write sql/ddl/001_….sql, and run");
            wiring.console().out().println("  slipway doctor");
            wiring.console().out().println("  slipway package");
        }
        return 0;
    }
}
