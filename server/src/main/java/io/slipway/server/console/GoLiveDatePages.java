package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.dates.Vote;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.SprintCalendars;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A go-live's date: proposed, moved, withdrawn, agreed to; and where an answer by mail is confirmed. */
@Controller
@RequestMapping("/projects/{project}/rollout")
final class GoLiveDatePages {
    private final Projects projects;
    private final Rollouts rollouts;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final RolloutPages pages;
    private final DateParts parts;

    GoLiveDatePages(
            Projects projects,
            Rollouts rollouts,
            GoLiveDates dates,
            SprintCalendars sprints,
            RolloutPages pages,
            DateParts parts) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.dates = dates;
        this.sprints = sprints;
        this.pages = pages;
        this.parts = parts;
    }

    /** Where the link in a mail leads: it shows, and changes nothing until its reader says so. */
    @GetMapping("/date")
    @Requires(Permission.VIEW)
    String date(
            Caller caller,
            @PathVariable String project,
            @RequestParam(defaultValue = "0") int sequence,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String instead,
            Model model) {
        ServedRollout served = rollouts.of(project);
        DateParts.Shown shown = parts.shown(caller, served, false);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", served);
        model.addAttribute("date", shown);
        model.addAttribute("answer", answer);
        model.addAttribute("instead", instead);
        // A mail may name any day; only one that is free can be said here.
        model.addAttribute(
                "notFree",
                !instead.isEmpty()
                        && shown.days().stream()
                                .noneMatch(day ->
                                        day.free() && day.date().toString().equals(instead)));
        model.addAttribute(
                "stands",
                sequence > 0
                        && shown.proposal()
                                .filter(p -> p.sequence() == sequence)
                                .isPresent());
        return "rollout-date";
    }

    @PostMapping("/date")
    @Requires(Permission.ROLLOUT)
    String propose(
            Caller caller,
            @PathVariable String project,
            @RequestParam String date,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean meant,
            Model model,
            HttpServletResponse response) {
        return done(
                caller,
                project,
                model,
                response,
                () -> dates.propose(caller, project, new GoLiveDates.Wish(day(date), reason, meant)));
    }

    @PostMapping("/date/move")
    @Requires(Permission.ROLLOUT)
    String move(
            Caller caller,
            @PathVariable String project,
            @RequestParam int sequence,
            @RequestParam String date,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean meant,
            Model model,
            HttpServletResponse response) {
        return done(
                caller,
                project,
                model,
                response,
                () -> dates.move(caller, project, sequence, new GoLiveDates.Wish(day(date), reason, meant)));
    }

    @PostMapping("/date/withdrawal")
    @Requires(Permission.ROLLOUT)
    String withdraw(
            Caller caller,
            @PathVariable String project,
            @RequestParam int sequence,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        return done(caller, project, model, response, () -> dates.withdraw(caller, project, sequence, reason));
    }

    @PostMapping("/date/invitations")
    @Requires(Permission.ROLLOUT)
    String invite(Caller caller, @PathVariable String project, Model model, HttpServletResponse response) {
        return done(caller, project, model, response, () -> dates.inviteAgain(caller, project));
    }

    @PostMapping("/date/votes")
    @Requires(Permission.AGREE)
    String vote(
            Caller caller,
            @PathVariable String project,
            @RequestParam int sequence,
            @RequestParam String date,
            @RequestParam boolean yes,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String instead,
            Model model,
            HttpServletResponse response) {
        return done(
                caller,
                project,
                model,
                response,
                () -> dates.vote(
                        caller,
                        project,
                        new Vote(
                                sequence,
                                day(date),
                                yes,
                                reason,
                                Optional.of(instead)
                                        .filter(text -> !text.isBlank())
                                        .map(GoLiveDatePages::day))));
    }

    @PostMapping("/sprints/reading")
    @Requires(Permission.ROLLOUT)
    String read(@PathVariable String project) {
        sprints.read(rollouts.of(project));
        return "redirect:/projects/" + project + "/rollout";
    }

    /** What was refused is told on the page on which it was asked for. */
    private String done(Caller caller, String project, Model model, HttpServletResponse response, Runnable work) {
        rollouts.of(project);
        try {
            work.run();
            return "redirect:/projects/" + project + "/rollout#go-live-date";
        } catch (SlipwayException e) {
            Refused.wish(e, response, model);
            return pages.one(caller, project, model);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'" + text + "' is no day such as 2026-12-07.", "")
                    .causedBy(e);
        }
    }
}
