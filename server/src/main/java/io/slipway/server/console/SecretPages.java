package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.secret.Secrets;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A project's secrets: set, and never shown. */
@Controller
@RequestMapping("/projects/{project}/secrets")
final class SecretPages {
    private final Projects projects;
    private final Secrets secrets;

    SecretPages(Projects projects, Secrets secrets) {
        this.projects = projects;
        this.secrets = secrets;
    }

    @GetMapping
    @Requires(Permission.CONFIGURE)
    String secrets(@PathVariable String project, Model model) {
        model.addAttribute("project", projects.named(project));
        model.addAttribute("secrets", secrets.of(project));
        return "secrets";
    }

    @PostMapping
    @Requires(Permission.CONFIGURE)
    String set(
            Caller caller,
            @PathVariable String project,
            @RequestParam String name,
            @RequestParam String value,
            HttpServletResponse response,
            Model model) {
        try {
            secrets.set(caller, projects.named(project).name(), name, value);
            return "redirect:/projects/" + project + "/secrets";
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model, ErrorCode.SECRET_KEY_UNUSABLE);
            return secrets(project, model);
        }
    }

    @PostMapping("/{name}/removal")
    @Requires(Permission.CONFIGURE)
    String remove(Caller caller, @PathVariable String project, @PathVariable String name) {
        secrets.remove(caller, projects.named(project).name(), name);
        return "redirect:/projects/" + project + "/secrets";
    }
}
