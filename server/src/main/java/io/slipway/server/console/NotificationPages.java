package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.notification.Channel;
import io.slipway.server.notification.Deliveries;
import io.slipway.server.notification.DeliveryJobs;
import io.slipway.server.notification.Subscriptions;
import io.slipway.server.notification.Topic;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who is told what of a project, and what became of it. */
@Controller
@RequestMapping("/projects/{project}/notifications")
final class NotificationPages {
    private static final int SHOWN = 50;
    private final Projects projects;
    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final DeliveryJobs jobs;

    NotificationPages(Projects projects, Subscriptions subscriptions, Deliveries deliveries, DeliveryJobs jobs) {
        this.projects = projects;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.jobs = jobs;
    }

    @GetMapping
    @Requires(Permission.CONFIGURE)
    String notifications(@PathVariable String project, @RequestParam(defaultValue = "") String state, Model model) {
        ServedProject served = projects.named(project);
        model.addAttribute("project", served);
        model.addAttribute("subscriptions", subscriptions.of(project));
        model.addAttribute("deliveries", deliveries.list(project, state, SHOWN));
        model.addAttribute("state", state);
        model.addAttribute("channels", Channel.values());
        model.addAttribute("topics", Topic.choices());
        model.addAttribute("environments", Projects.environments(served));
        return "notifications";
    }

    @PostMapping
    @Requires(Permission.CONFIGURE)
    String add(
            Caller caller,
            @PathVariable String project,
            @RequestParam String channel,
            @RequestParam String address,
            @RequestParam(defaultValue = "") String environment,
            @RequestParam(defaultValue = "") List<String> events,
            HttpServletResponse response,
            Model model) {
        try {
            Subscriptions.Made made = subscriptions.add(
                    caller, projects.named(project), new Subscriptions.Wish(environment, channel, address, events));
            if (made.secret().isEmpty()) {
                return "redirect:/projects/" + project + "/notifications";
            }
            return withSecret(made, project, response, model);
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model, ErrorCode.ADDRESS_REFUSED);
            model.addAttribute("chosen", channel);
            return notifications(project, "", model);
        }
    }

    @PostMapping("/{id}/removal")
    @Requires(Permission.CONFIGURE)
    String remove(Caller caller, @PathVariable String project, @PathVariable String id) {
        subscriptions.remove(caller, project, id);
        return "redirect:/projects/" + project + "/notifications";
    }

    @PostMapping("/{id}/test")
    @Requires(Permission.CONFIGURE)
    String test(Caller caller, @PathVariable String project, @PathVariable String id) {
        subscriptions.test(caller, project, id);
        return "redirect:/projects/" + project + "/notifications?tested=true";
    }

    @PostMapping("/{id}/rotation")
    @Requires(Permission.CONFIGURE)
    String rotate(
            Caller caller,
            @PathVariable String project,
            @PathVariable String id,
            HttpServletResponse response,
            Model model) {
        return withSecret(subscriptions.rotate(caller, project, id), project, response, model);
    }

    @PostMapping("/{id}/rotation/end")
    @Requires(Permission.CONFIGURE)
    String endRotation(Caller caller, @PathVariable String project, @PathVariable String id) {
        subscriptions.endRotation(caller, project, id);
        return "redirect:/projects/" + project + "/notifications";
    }

    @PostMapping("/deliveries/{id}/resend")
    @Requires(Permission.CONFIGURE)
    String resend(Caller caller, @PathVariable String project, @PathVariable String id) {
        jobs.sendAgain(caller, project, id);
        return "redirect:/projects/" + project + "/notifications";
    }

    private String withSecret(Subscriptions.Made made, String project, HttpServletResponse response, Model model) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("made", made);
        return notifications(project, "", model);
    }
}
