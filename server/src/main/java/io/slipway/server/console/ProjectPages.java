package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.error.ProblemStatus;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** All projects at a glance, one project, and its definition. */
@Controller
final class ProjectPages {
    private static final int RECENT = 10;
    /** With more projects than this each takes one line per pipeline. */
    private static final int SPACIOUS = 8;

    /** Projects on one page of the overview. */
    private static final int PAGE = 20;

    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final EnvironmentStates states;
    private final TargetDesk targets;
    private final DeploymentLists deployments;
    private final CalendarParts calendar;

    ProjectPages(
            Projects projects,
            ArtifactShelf artifacts,
            EnvironmentStates states,
            TargetDesk targets,
            DeploymentLists deployments,
            CalendarParts calendar) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.states = states;
        this.targets = targets;
        this.deployments = deployments;
        this.calendar = calendar;
    }

    /** One step of a pipeline as the page shows it. */
    record Step(String environment, boolean isProtected, Optional<EnvironmentState> state) {}

    record Pipeline(String name, List<Step> steps) {}

    record Row(ServedProject project, List<Pipeline> pipelines) {
        /** How many of its environments wait for a person. */
        public long troubled() {
            return pipelines.stream()
                    .flatMap(pipeline -> pipeline.steps().stream())
                    .filter(step ->
                            step.state().filter(EnvironmentState::troubled).isPresent())
                    .map(Step::environment)
                    .distinct()
                    .count();
        }
    }

    /** @param attention only projects in which something waits for a person */
    @GetMapping("/")
    @Open(Open.To.SIGNED_IN)
    String overview(
            Caller caller,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean attention,
            @RequestParam(defaultValue = "0") int from,
            Model model) {
        Map<String, List<EnvironmentState>> byProject = new HashMap<>();
        states.all()
                .forEach(s -> byProject
                        .computeIfAbsent(s.project(), project -> new ArrayList<>())
                        .add(s));
        List<Row> all = projects.visible(caller).stream()
                .map(p -> new Row(p, pipelines(p, byProject.getOrDefault(p.name(), List.of()))))
                .toList();
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        calendar.overview(model, caller);
        model.addAttribute("none", all.isEmpty());
        List<Row> rows = all.stream()
                .filter(row -> row.project().name().contains(wanted)
                        || row.project().title().toLowerCase(Locale.ROOT).contains(wanted))
                .filter(row -> !attention || row.troubled() > 0)
                .sorted(Comparator.comparingLong(Row::troubled).reversed())
                .toList();
        int start = Math.max(0, Math.min(from, rows.size()));
        int end = Math.min(start + PAGE, rows.size());
        model.addAttribute("rows", rows.subList(start, end));
        model.addAttribute("shown", start + 1 + "–" + end + " of " + rows.size() + " projects");
        model.addAttribute("previous", start > 0 ? Math.max(0, start - PAGE) : null);
        model.addAttribute("next", end < rows.size() ? end : null);
        model.addAttribute(
                "troubled", all.stream().filter(row -> row.troubled() > 0).count());
        model.addAttribute("compact", all.size() > SPACIOUS);
        model.addAttribute("q", q);
        model.addAttribute("attention", attention);
        return "overview";
    }

    @GetMapping("/projects/{project}")
    @Requires(Permission.VIEW)
    String project(Caller caller, @PathVariable String project, Model model) {
        ServedProject served = projects.named(project);
        List<StoredArtifact> recent = artifacts.of(project, RECENT);
        model.addAttribute("project", served);
        model.addAttribute("pipelines", pipelines(served, states.of(project)));
        model.addAttribute("artifacts", recent);
        model.addAttribute("deployments", deployments.of(project, "", Long.MAX_VALUE, RECENT));
        model.addAttribute("mayUpload", caller.mayAnywhere(Permission.UPLOAD, project));
        model.addAttribute("mayDeploy", caller.mayAnywhere(Permission.DEPLOY, project));
        model.addAttribute("mayDefine", caller.may(Permission.CONFIGURE, project));
        calendar.project(model, caller, project);
        return "project";
    }

    @PostMapping("/projects/{project}/look")
    @Requires(Permission.VIEW)
    String look(@PathVariable String project) {
        targets.look(projects.named(project));
        return "redirect:/projects/" + project;
    }

    @PostMapping("/projects/{project}/artifacts")
    @Requires(value = Permission.UPLOAD, somewhere = true)
    String upload(Caller caller, @PathVariable String project, @RequestParam MultipartFile file, Model model)
            throws IOException {
        ServedProject served = projects.named(project);
        try (InputStream content = file.getInputStream()) {
            StoredArtifact stored = artifacts.takeIn(caller, served, content);
            targets.look(served);
            return "redirect:/projects/" + project + "/artifacts/" + stored.version();
        }
    }

    @GetMapping("/projects/new")
    @Requires(Permission.CONFIGURE)
    String newForm(Model model) {
        model.addAttribute("definition", EXAMPLE);
        return "new-project";
    }

    @PostMapping("/projects")
    @Requires(Permission.CONFIGURE)
    String register(
            Caller caller,
            @RequestParam(defaultValue = "") String title,
            @RequestParam String definition,
            @RequestParam(defaultValue = "") String trustedKeys,
            HttpServletResponse response,
            Model model) {
        try {
            ServedProject served = projects.register(caller, title, definition, trustedKeys);
            targets.look(served);
            return "redirect:/projects/" + served.name();
        } catch (SlipwayException e) {
            return again(e, "new-project", title, definition, trustedKeys, response, model);
        }
    }

    @GetMapping("/projects/{project}/definition")
    @Requires(Permission.CONFIGURE)
    String definition(@PathVariable String project, Model model) {
        ServedProject served = projects.named(project);
        model.addAttribute("project", served);
        model.addAttribute("title", served.title());
        model.addAttribute("definition", served.definition());
        model.addAttribute("trustedKeys", served.trustedKeys());
        model.addAttribute("revision", served.revision());
        return "definition";
    }

    @PostMapping("/projects/{project}/definition")
    @Requires(Permission.CONFIGURE)
    String redefine(
            Caller caller,
            @PathVariable String project,
            @RequestParam long revision,
            @RequestParam(defaultValue = "") String title,
            @RequestParam String definition,
            @RequestParam(defaultValue = "") String trustedKeys,
            HttpServletResponse response,
            Model model) {
        try {
            ServedProject served = projects.redefine(caller, project, revision, title, definition, trustedKeys);
            targets.look(served);
            return "redirect:/projects/" + project;
        } catch (SlipwayException e) {
            model.addAttribute("project", projects.named(project));
            model.addAttribute("revision", revision);
            return again(e, "definition", title, definition, trustedKeys, response, model);
        }
    }

    /** Shows the form once more with what was typed and what is wrong with it. */
    private static String again(
            SlipwayException e,
            String page,
            String title,
            String definition,
            String trustedKeys,
            HttpServletResponse response,
            Model model) {
        boolean mendable = e.code().category() == Category.CONFIGURATION
                || e.code().category() == Category.USAGE
                || e.code() == ErrorCode.NAME_TAKEN
                || e.code() == ErrorCode.DEPLOYMENT_STATE;
        if (!mendable) {
            throw e;
        }
        response.setStatus(e.code().category() == Category.CONFIGURATION ? 422 : ProblemStatus.of(e.code()));
        model.addAttribute("problem", e.location().map(where -> where + ": ").orElse("") + e.getMessage());
        model.addAttribute("help", e.help());
        model.addAttribute("title", title);
        model.addAttribute("definition", definition);
        model.addAttribute("trustedKeys", trustedKeys);
        return page;
    }

    static List<Pipeline> pipelines(ServedProject project, List<EnvironmentState> seen) {
        Map<String, EnvironmentState> byName = new HashMap<>();
        seen.forEach(state -> byName.put(state.environment(), state));
        return project.project().pipelines().entrySet().stream()
                .map(pipeline -> new Pipeline(
                        pipeline.getKey(),
                        pipeline.getValue().stream()
                                .map(name -> new Step(
                                        name,
                                        project.project().environment(name).isProtected(),
                                        Optional.ofNullable(byName.get(name))))
                                .toList()))
                .toList();
    }

    private static final String EXAMPLE = """
            project: shop
            database: postgresql
            environments:
              dev:  { url: "jdbc:postgresql://localhost:5432/shop_dev", user: shop, password: "${env:SHOP_DEV_PASSWORD}" }
              qa:   { url: "jdbc:postgresql://localhost:5432/shop_qa", user: shop, password: "${env:SHOP_QA_PASSWORD}" }
              prod: { url: "jdbc:postgresql://db/shop", user: shop, password: "${file:/run/secrets/shop}", protected: true }
            pipelines:
              main: [dev, qa, prod]
            """;
}
