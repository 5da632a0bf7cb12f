package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.ReportFile;
import io.slipway.cli.output.RulesOutput;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.packaging.RulesCheck;
import io.slipway.release.project.Project;
import io.slipway.release.report.JunitReport;
import io.slipway.release.report.MarkdownReport;
import io.slipway.release.report.RulesReport;
import io.slipway.release.report.SarifReport;
import io.slipway.release.report.page.RulesPage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rules check}. */
@Command(
        name = "check",
        description = "Looks through the texts and statements of what is new, without a database. What the proof sees,"
                + " 'slipway package' adds. Ends with 4 when packaging would refuse.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rules check",
            "  slipway rules check sql/ddl/7_email.sql",
            "  slipway rules check --report sarif=rules.sarif --report junit=rules.xml --report markdown=rules.md --report html=rules.html"
        })
final class RulesCheckCommand implements Callable<Integer> {
    enum Form {
        SARIF,
        JUNIT,
        MARKDOWN,
        HTML
    }

    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "SCRIPT", arity = "0..*", description = "Scripts to look at, instead of what is new.")
    private List<Path> scripts = List.of();

    @Option(names = "--all", description = "Looks at all scripts, also at what was packaged.")
    private boolean all;

    @Option(names = "--pipeline", paramLabel = "P", description = "The pipeline they are for (default main).")
    private Optional<String> pipeline = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FORM=FILE",
            description =
                    "Writes a report too: sarif=FILE, junit=FILE, markdown=FILE or html=FILE. Several times for several.")
    private Map<Form, Path> reports = new LinkedHashMap<>();

    RulesCheckCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        RulesCheck.Result result = new RulesCheck(
                        wiring.targets().product(project).dialect(), wiring.clock())
                .run(new RulesCheck.Request(
                        project,
                        ProjectOptions.pipeline(project, pipeline),
                        scripts.stream()
                                .map(script -> relative(project, script))
                                .collect(Collectors.toCollection(LinkedHashSet::new)),
                        all));
        RulesReport report = RulesReport.of(result);
        String folder = slashed(project.root().relativize(project.scripts()));
        reports.forEach((form, file) -> ReportFile.write(
                options.root().resolve(file),
                switch (form) {
                    case SARIF -> SarifReport.of(report, project.rules(), folder);
                    case JUNIT -> JunitReport.of(report, result.scripts());
                    case MARKDOWN -> MarkdownReport.of(report);
                    case HTML -> RulesPage.of(report);
                }));
        RulesOutput.print(wiring.console(), options.json(), report, folder);
        return report.refused() ? ErrorCode.RULES_REFUSED.category().exitCode() : 0;
    }

    /** As it lies in the scripts folder, whether it was named from there or from the project's folder. */
    private String relative(Project project, Path script) {
        Path absolute = options.root().resolve(script).normalize();
        return slashed(
                absolute.startsWith(project.scripts()) ? project.scripts().relativize(absolute) : script);
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
