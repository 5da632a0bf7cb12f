package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Projects and their environments. */
@RestController
@RequestMapping("/api/projects")
@Tag(name = "projects")
final class ProjectApi {
    private final Projects projects;
    private final EnvironmentStates states;

    ProjectApi(Projects projects, EnvironmentStates states) {
        this.projects = projects;
        this.states = states;
    }

    /** @param pipelines name → environments in order */
    record ProjectView(String name, String title, String database, long revision, Map<String, List<String>> pipelines) {
        static ProjectView of(ServedProject project) {
            return new ProjectView(
                    project.name(),
                    project.title(),
                    project.project().database(),
                    project.revision(),
                    project.project().pipelines());
        }
    }

    /**
     * @param definition the text of a {@code slipway.yaml}
     * @param trustedKeys public keys in PEM form
     * @param revision the revision that was edited; not needed for a new project
     */
    record Definition(
            Optional<String> title, String definition, Optional<String> trustedKeys, Optional<Long> revision) {}

    /**
     * A project that was registered now.
     *
     * @param yourRole what whoever registered it is to it from now on
     */
    record RegisteredView(
            String name,
            String title,
            String database,
            long revision,
            Map<String, List<String>> pipelines,
            String yourRole) {
        static RegisteredView of(ProjectView project) {
            return new RegisteredView(
                    project.name(),
                    project.title(),
                    project.database(),
                    project.revision(),
                    project.pipelines(),
                    Projects.REGISTERED_BY.text());
        }
    }

    record ProjectList(List<ProjectView> projects) {}

    record EnvironmentList(List<EnvironmentState> environments) {}

    @GetMapping
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists the projects that the caller may see")
    ProjectList list(Caller caller) {
        return new ProjectList(
                projects.visible(caller).stream().map(ProjectView::of).toList());
    }

    @PostMapping
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Registers a project; whoever does becomes its release manager")
    RegisteredView register(Caller caller, @RequestBody Definition body) {
        return RegisteredView.of(ProjectView.of(projects.register(
                caller,
                body.title().orElse(""),
                definition(body),
                body.trustedKeys().orElse(""))));
    }

    @GetMapping("/{project}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells about one project")
    ProjectView one(@PathVariable String project) {
        return ProjectView.of(projects.named(project));
    }

    @GetMapping("/{project}/definition")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Gives a project's definition")
    Definition definition(@PathVariable String project) {
        ServedProject served = projects.named(project);
        return new Definition(
                Optional.of(served.title()),
                served.definition(),
                Optional.of(served.trustedKeys()),
                Optional.of(served.revision()));
    }

    @PutMapping("/{project}/definition")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Puts another definition in place of a project's")
    ProjectView redefine(Caller caller, @PathVariable String project, @RequestBody Definition body) {
        long revision = body.revision()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "'revision' is missing: which one was edited?", ""));
        return ProjectView.of(projects.redefine(
                caller,
                project,
                revision,
                body.title().orElse(""),
                definition(body),
                body.trustedKeys().orElse("")));
    }

    @GetMapping("/{project}/environments")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells what was last seen of each environment")
    EnvironmentList environments(@PathVariable String project) {
        return new EnvironmentList(states.of(project));
    }

    /** Looks at the environment now, instead of telling what was seen last. */
    @PostMapping("/{project}/environments/{environment}/look")
    @Requires(Permission.VIEW)
    @Operation(summary = "Looks at an environment now, and keeps what was seen")
    EnvironmentState look(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        Environment known = served.project().environment(environment);
        return states.look(served, known);
    }

    @SuppressWarnings("ConstantValue") // JSON may lack it, whatever the type says
    private static String definition(Definition body) {
        if (body.definition() == null) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'definition' is missing.", "");
        }
        return body.definition();
    }
}
