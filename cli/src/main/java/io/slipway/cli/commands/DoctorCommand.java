package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.enablement.program.Programs;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.deploy.SideBySide;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.Category;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryState;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.script.ScriptFolder;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway doctor}. */
@Command(
        name = "doctor",
        description = "Looks at everything a package or deploy will need: the project file, the scripts, the keys, the"
                + " reference database and every environment. Changes nothing in them.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway doctor", "  slipway doctor --output json"})
final class DoctorCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    DoctorCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** @param problem what is wrong and what to do; empty when all is well */
    private record Finding(String what, String found, Optional<SlipwayException> problem) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "Java",
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                Optional.empty()));
        // whoever only makes films and guides has no project, and wants to know about the programs all the same
        try {
            findings.addAll(project(options.project()));
        } catch (SlipwayException e) {
            findings.add(new Finding("project", e.getMessage(), Optional.of(e)));
        }
        for (Programs program : Programs.values()) {
            findings.add(look(program.title(), () -> program(program)));
        }
        if (options.json()) {
            json(findings);
        } else {
            text(findings);
        }
        return findings.stream()
                .flatMap(f -> f.problem().stream())
                .findFirst()
                .map(e -> Category.CONFIGURATION.exitCode())
                .orElse(0);
    }

    private List<Finding> project(Project project) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "project", project.name() + " for " + project.database() + " in " + project.root(), Optional.empty()));
        findings.add(look("scripts", () -> scripts(project)));
        findings.add(look("signing key", () -> signingKey(project)));
        findings.add(look("artifacts", () -> artifacts(project)));
        findings.add(look("reference database", () -> reference(project)));
        Targets targets = wiring.targets();
        for (Environment environment : project.environments().values()) {
            findings.add(look("environment " + environment.name(), () -> environment(targets, project, environment)));
        }
        return findings;
    }

    /**
     * Nothing that packaging or deploying needs, so that one that is missing is no fault; one that is there and does not
     * run is.
     */
    private String program(Programs program) {
        program.misnamed(wiring.environment()).ifPresent(wrong -> {
            throw wrong;
        });
        Optional<Path> found = program.find(wiring.environment());
        String version = found.map(program::version).orElse("");
        return found.map(Object::toString).orElse("none here") + (version.isEmpty() ? "" : " (" + version + ")")
                + ", for " + program.use();
    }

    private static Finding look(String what, Supplier<String> look) {
        try {
            return new Finding(what, look.get(), Optional.empty());
        } catch (SlipwayException e) {
            return new Finding(what, e.getMessage(), Optional.of(e));
        }
    }

    private String scripts(Project project) {
        ScriptFolder.Contents contents =
                ScriptFolder.read(project.scripts(), wiring.targets().dialect(project));
        return contents.scripts().size()
                + (contents.scripts().size() == 1 ? " script" : " scripts")
                + (contents.warnings().isEmpty() ? "" : "; " + String.join(" ", contents.warnings()));
    }

    private String signingKey(Project project) {
        Optional<SigningKey> key = project.signing()
                .key()
                .map(reference ->
                        reference.resolve(project.root(), wiring.environment()).use(SigningKey::of));
        if (key.isEmpty()) {
            return "none: artifacts are not signed, so a protected environment will refuse them";
        }
        String id = key.get().keyId();
        boolean trusted = Files.exists(project.signing().trusted())
                && TrustedKeys.read(project.signing().trusted()).ids().contains(id);
        return id.substring(0, 12)
                + (trusted
                        ? ", trusted"
                        : ", but its public half is not in " + project.signing().trusted());
    }

    private static String artifacts(Project project) {
        int count = ProjectOptions.store(project).list().size();
        return count + " in " + project.artifacts();
    }

    private String reference(Project project) {
        ReferenceSettings settings = new ReferenceSettings(
                project.reference().map(e -> project.address(e, wiring.environment())),
                project.local().resolve("reference"),
                project.name());
        try (ReferenceServer server = wiring.targets().product(project).reference(settings)) {
            server.create().close();
            return server.server() + (project.reference().isEmpty() ? ", embedded" : "");
        }
    }

    private static String environment(Targets targets, Project project, Environment environment) {
        if (environment.isMany()) {
            List<String> found = SideBySide.each(environment, database -> environment(targets, project, database));
            return found.size() + (found.size() == 1 ? " database" : " databases") + ", the first: " + found.get(0);
        }
        try (Target target = targets.open(project, environment)) {
            Optional<TargetLock.Holder> running = target.lock().holder();
            HistoryState state = HistoryState.of(target.history());
            return target.server() + ", "
                    + state.current().map(d -> "at " + d.version()).orElse("nothing deployed")
                    + (running.isPresent()
                            ? ", a deployment is running"
                            : state.inDoubt().isPresent() ? ", A STATEMENT IS IN DOUBT" : "");
        }
    }

    private void json(List<Finding> findings) {
        ObjectNode node = Json.result();
        node.put("healthy", findings.stream().allMatch(f -> f.problem().isEmpty()));
        for (Finding finding : findings) {
            ObjectNode each = node.withArray("findings")
                    .addObject()
                    .put("what", finding.what())
                    .put("ok", finding.problem().isEmpty())
                    .put("found", finding.found());
            finding.problem().ifPresent(e -> Json.error(each, e));
        }
        Json.print(wiring.console(), node);
    }

    private void text(List<Finding> findings) {
        for (Finding finding : findings) {
            wiring.console()
                    .out()
                    .println((finding.problem().isEmpty() ? "ok    " : "WRONG ") + finding.what() + ": "
                            + finding.found());
            finding.problem()
                    .map(SlipwayException::help)
                    .filter(help -> !help.isEmpty())
                    .ifPresent(help -> wiring.console().out().println("        " + help));
        }
    }
}
