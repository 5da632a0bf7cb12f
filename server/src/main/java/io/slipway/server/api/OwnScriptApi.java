package io.slipway.server.api;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.ownscripts.Brought;
import io.slipway.server.ownscripts.BroughtFiles;
import io.slipway.server.ownscripts.OwnScripts;
import io.slipway.server.ownscripts.Report;
import io.slipway.server.project.Projects;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Scripts of a project's own, tried on a throw-away database. */
@RestController
@RequestMapping("/api/projects/{project}/own-scripts")
@Tag(name = "projects")
final class OwnScriptApi {
    private final Projects projects;
    private final OwnScripts scripts;
    private final BroughtFiles files;

    OwnScriptApi(Projects projects, OwnScripts scripts, BroughtFiles files) {
        this.projects = projects;
        this.scripts = scripts;
        this.files = files;
    }

    /**
     * @param files path → text; where there are none, the scripts of a repository are taken
     * @param git https URL of the repository
     */
    record BroughtScripts(String title, Optional<Map<String, String>> files, Optional<String> git) {}

    /**
     * @param ready whether they were tried and there is nothing to mend
     * @param report left out while they are tried
     * @param withdrawn who withdrew them, when and why; left out while they count
     */
    record OwnScriptsView(
            long number,
            String title,
            String by,
            Instant at,
            boolean ready,
            Optional<Report> report,
            Optional<OwnScripts.WithdrawnScripts> withdrawn) {
        static OwnScriptsView of(OwnScripts.Tried tried) {
            return new OwnScriptsView(
                    tried.number(),
                    tried.title(),
                    tried.by(),
                    tried.at(),
                    tried.report().map(Report::ready).orElse(false),
                    tried.report(),
                    tried.withdrawn());
        }
    }

    record Withdrawing(Optional<String> reason) {}

    record OwnScriptsList(List<OwnScriptsView> tried) {}

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists own scripts that were tried, the newest first, at most 100")
    OwnScriptsList all(@PathVariable String project) {
        projects.named(project);
        return new OwnScriptsList(
                scripts.of(project).stream().map(OwnScriptsView::of).toList());
    }

    @PostMapping
    @Requires(Permission.UPLOAD)
    @Operation(summary = "Takes scripts, and begins to try them on a throw-away database")
    @ResponseStatus(HttpStatus.CREATED)
    OwnScriptsView bring(Caller caller, @PathVariable String project, @RequestBody BroughtScripts wish) {
        projects.named(project);
        Brought brought = wish.files()
                .filter(given -> !given.isEmpty())
                .map(Brought::of)
                .orElseGet(() -> files.cloned(wish.git().orElse("")));
        return OwnScriptsView.of(
                scripts.bring(caller, project, Optional.ofNullable(wish.title()).orElse(""), brought));
    }

    @GetMapping("/{number}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells what was seen of own scripts, and what to mend")
    OwnScriptsView one(@PathVariable String project, @PathVariable long number) {
        return OwnScriptsView.of(scripts.one(project, number));
    }

    @PostMapping("/{number}/withdrawal")
    @Requires(Permission.UPLOAD)
    @Operation(summary = "Withdraws own scripts: their report stays, and counts for no gate any more")
    OwnScriptsView withdraw(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody Withdrawing wish) {
        return OwnScriptsView.of(
                scripts.withdraw(caller, project, number, wish.reason().orElse("")));
    }
}
