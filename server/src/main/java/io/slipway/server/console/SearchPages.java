package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.Scripts;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One box for all that has a page. Shows only what the caller may see anyway. */
@Controller
final class SearchPages {
    private static final int SHOWN = 20;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Scripts scripts;
    private final DeploymentLists deployments;
    private final People people;

    SearchPages(
            Projects projects, ArtifactShelf artifacts, Scripts scripts, DeploymentLists deployments, People people) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.scripts = scripts;
        this.deployments = deployments;
        this.people = people;
    }

    @GetMapping("/search")
    @Open(Open.To.SIGNED_IN)
    String search(Caller caller, @RequestParam(defaultValue = "") String q, Model model) {
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        model.addAttribute("q", q.strip());
        if (wanted.isEmpty()) {
            return "search";
        }
        List<ServedProject> visible = projects.visible(caller);
        Set<String> names = visible.stream().map(ServedProject::name).collect(Collectors.toSet());
        model.addAttribute(
                "projects",
                visible.stream()
                        .filter(p -> matches(p.name(), wanted) || matches(p.title(), wanted))
                        .limit(SHOWN)
                        .toList());
        model.addAttribute("artifacts", artifacts.find(names, wanted, SHOWN));
        List<Scripts.Found> found = scripts.find(names, wanted, SHOWN);
        model.addAttribute("scripts", found);
        model.addAttribute("deployments", deployments.find(names, wanted, SHOWN));
        model.addAttribute(
                "scriptDeployments",
                deployments.ofArtifacts(
                        found.stream()
                                .flatMap(script -> script.artifacts().stream())
                                .map(Scripts.Holding::digest)
                                .collect(Collectors.toSet()),
                        SHOWN));
        model.addAttribute("people", caller.may(Permission.PEOPLE) ? people(wanted) : List.of());
        return "search";
    }

    private List<Person> people(String wanted) {
        return people.all().stream()
                .filter(p -> matches(p.name(), wanted) || matches(p.fullName(), wanted))
                .limit(SHOWN)
                .toList();
    }

    private static boolean matches(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
