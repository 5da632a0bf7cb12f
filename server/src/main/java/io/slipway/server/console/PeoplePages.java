package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SetUpLinks;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.error.ProblemStatus;
import io.slipway.server.project.Projects;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** People and their roles. */
@Controller
final class PeoplePages {
    private static final int PAGE = 25;
    private final People people;
    private final Projects projects;
    private final ApprovalPolicies policies;
    private final SetUpLinks links;

    PeoplePages(People people, Projects projects, ApprovalPolicies policies, SetUpLinks links) {
        this.people = people;
        this.projects = projects;
        this.policies = policies;
        this.links = links;
    }

    record Row(Person person, List<Grant> grants, String signIn) {}

    @GetMapping("/people")
    @Requires(Permission.PEOPLE)
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String after, Model model) {
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        Map<String, List<Grant>> grants = people.grants();
        Map<String, SetUpLinks.Entry> entries = links.entries();
        List<Row> rows = people.all().stream()
                // once more here: how a database orders names is its own affair
                .sorted(Comparator.comparing(Person::name))
                .filter(p -> p.name().compareTo(after) > 0)
                .filter(p -> p.name().toLowerCase(Locale.ROOT).contains(wanted)
                        || p.fullName().toLowerCase(Locale.ROOT).contains(wanted))
                .limit(PAGE + 1L)
                .map(p -> new Row(
                        p,
                        grants.getOrDefault(p.id(), List.of()),
                        entries.getOrDefault(p.id(), SetUpLinks.Entry.NONE).text()))
                .toList();
        model.addAttribute("rows", rows.subList(0, Math.min(PAGE, rows.size())));
        model.addAttribute("q", q);
        if (rows.size() > PAGE) {
            model.addAttribute("next", rows.get(PAGE - 1).person().name());
        }
        model.addAttribute("stuck", policies.stuck(projects.all()));
        model.addAttribute("roles", Role.values());
        model.addAttribute("projects", projects.all());
        model.addAttribute("linksByMail", links.mails());
        return "people";
    }

    @PostMapping("/people")
    @Requires(Permission.PEOPLE)
    String add(
            Caller caller,
            @RequestParam String name,
            @RequestParam String fullName,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam String role,
            @RequestParam(defaultValue = "") String project,
            HttpServletResponse response,
            Model model) {
        try {
            Person added = people.add(
                    caller.name(),
                    new People.NewPerson(
                            name,
                            fullName,
                            Optional.of(email).filter(e -> !e.isBlank()),
                            Optional.of(password).filter(p -> !p.isEmpty())),
                    List.of(new Grant(role(role), project, "")));
            return password.isEmpty()
                    ? linked(caller, added, SetUpLinks.Way.EITHER, response, model)
                    : "redirect:/people";
        } catch (SlipwayException e) {
            if (e.code().category() != Category.USAGE && e.code() != ErrorCode.NAME_TAKEN) {
                throw e;
            }
            response.setStatus(ProblemStatus.of(e.code()));
            model.addAttribute("problem", e.getMessage());
            model.addAttribute("name", name);
            model.addAttribute("fullName", fullName);
            model.addAttribute("email", email);
            return list("", "", model);
        }
    }

    @PostMapping("/people/{name}/roles")
    @Requires(Permission.PEOPLE)
    String grant(
            Caller caller,
            @PathVariable String name,
            @RequestParam String role,
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String environment) {
        if (!project.isBlank()) {
            projects.named(project.strip());
        }
        people.grant(caller.name(), find(name), new Grant(role(role), project.strip(), environment.strip()));
        return "redirect:/people";
    }

    @PostMapping("/people/{name}/roles/taken")
    @Requires(Permission.PEOPLE)
    String revoke(
            Caller caller,
            @PathVariable String name,
            @RequestParam String role,
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String environment) {
        people.revoke(caller.name(), find(name), new Grant(role(role), project, environment));
        return "redirect:/people";
    }

    @PostMapping("/people/{name}/active")
    @Requires(Permission.PEOPLE)
    String activate(Caller caller, @PathVariable String name, @RequestParam boolean active) {
        people.activate(caller.name(), find(name), active);
        return "redirect:/people";
    }

    @PostMapping("/people/{name}/setup-link")
    @Requires(Permission.PEOPLE)
    String setUpLink(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean show,
            HttpServletResponse response,
            Model model) {
        return linked(caller, find(name), show ? SetUpLinks.Way.SHOWN : SetUpLinks.Way.EITHER, response, model);
    }

    /** Makes a link and tells where it went; one that was not mailed is shown, this once. */
    private String linked(Caller caller, Person person, SetUpLinks.Way way, HttpServletResponse response, Model model) {
        model.addAttribute(
                "made",
                links.make(
                        caller,
                        person,
                        way,
                        ServletUriComponentsBuilder.fromCurrentContextPath()
                                .build()
                                .toUri()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return list("", "", model);
    }

    private Person find(String name) {
        return people.named(name)
                .orElseThrow(
                        () -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is nobody called '" + name + "'.", ""));
    }

    private static Role role(String text) {
        try {
            return Role.of(text);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "There is no such role.", "")
                    .causedBy(e);
        }
    }
}
