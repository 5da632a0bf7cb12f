package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
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
    private static final int SEARCHED = 1_000;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final DeploymentTable deployments;
    private final People people;

    SearchPages(Projects projects, ArtifactShelf artifacts, DeploymentTable deployments, People people) {
        this.projects = projects;
        this.artifacts = artifacts;
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
        model.addAttribute("artifacts", artifacts(visible, wanted));
        model.addAttribute("deployments", deployments(names, wanted));
        model.addAttribute("people", caller.may(Permission.PEOPLE) ? people(wanted) : List.of());
        return "search";
    }

    private List<StoredArtifact> artifacts(List<ServedProject> visible, String wanted) {
        return visible.stream()
                .flatMap(p -> artifacts.of(p.name(), SHOWN).stream())
                .filter(a -> a.version().toLowerCase(Locale.ROOT).startsWith(wanted)
                        || wanted.length() >= 6 && a.digest().startsWith(wanted))
                .limit(SHOWN)
                .toList();
    }

    private List<ServedDeployment> deployments(Set<String> visible, String wanted) {
        return deployments.list("", "", Long.MAX_VALUE, SEARCHED).stream()
                .filter(d -> visible.contains(d.project()))
                .filter(d -> ("#" + d.number()).equals(wanted)
                        || Long.toString(d.number()).equals(wanted)
                        || d.version().equals(wanted)
                        || matches(d.project(), wanted)
                        || matches(d.requestedBy(), wanted)
                        || matches(d.reason(), wanted))
                .limit(SHOWN)
                .toList();
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
