package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.SessionDesk;
import io.slipway.server.training.SessionLinks;
import io.slipway.server.training.TrainingBook;
import io.slipway.server.training.TrainingClock;
import io.slipway.server.training.TrainingPlans;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sessions of trainings: scheduled from the page of the rollout, and a page for each. */
@Controller
@RequestMapping("/projects/{project}/rollout/trainings")
final class TrainingPages {
    private final Projects projects;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final TrainingPlans plans;
    private final SessionLinks links;
    private final ReadinessDesk readiness;
    private final SessionDesk desk;
    private final TrainingParts parts;
    private final RolloutPages pages;
    private final ZoneClock zones;

    TrainingPages(
            Projects projects,
            Rollouts rollouts,
            TrainingBook book,
            TrainingPlans plans,
            SessionLinks links,
            ReadinessDesk readiness,
            SessionDesk desk,
            TrainingParts parts,
            RolloutPages pages,
            ZoneClock zones) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.book = book;
        this.plans = plans;
        this.links = links;
        this.readiness = readiness;
        this.desk = desk;
        this.parts = parts;
        this.pages = pages;
        this.zones = zones;
    }

    /** @param other a time that is not among those offered; it goes before {@code from} */
    @PostMapping
    @Requires(Permission.VIEW)
    String schedule(
            Caller caller,
            @PathVariable String project,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String other,
            @RequestParam(defaultValue = "") String link,
            @RequestParam(defaultValue = "") List<String> people,
            Model model,
            HttpServletResponse response) {
        ServedRollout served = rollouts.of(project);
        return told(
                model,
                response,
                () -> page(
                        project,
                        plans.schedule(
                                        caller,
                                        project,
                                        new TrainingPlans.Wish(known(kind), time(served, from, other), link, people))
                                .number()),
                () -> {
                    model.addAttribute("wished", new Wished(kind, other, link, people));
                    return pages.one(caller, project, model);
                });
    }

    /** What was typed stays on the page. */
    record Wished(String kind, String other, String link, List<String> people) {}

    @GetMapping("/{number}")
    @Requires(Permission.VIEW)
    String one(Caller caller, @PathVariable String project, @PathVariable long number, Model model) {
        ServedRollout served = rollouts.of(project);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", served);
        parts.session(model, caller, served, book.session(served, number));
        return "rollout-training";
    }

    @PostMapping("/{number}/move")
    @Requires(Permission.VIEW)
    String move(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam int sequence,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String other,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        ServedRollout served = rollouts.of(project);
        return done(
                caller,
                project,
                number,
                model,
                response,
                () -> plans.move(caller, project, number, sequence, time(served, from, other), reason));
    }

    @PostMapping("/{number}/link")
    @Requires(Permission.VIEW)
    String link(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam String link,
            Model model,
            HttpServletResponse response) {
        return done(caller, project, number, model, response, () -> links.give(caller, project, number, link));
    }

    @PostMapping("/{number}/meeting")
    @Requires(Permission.VIEW)
    String meeting(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            Model model,
            HttpServletResponse response) {
        return done(caller, project, number, model, response, () -> links.meetAgain(caller, project, number));
    }

    /** Has the gates looked at that ask what came of trainings. */
    @PostMapping("/{number}/evidence")
    @Requires(Permission.VIEW)
    String evidence(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            Model model,
            HttpServletResponse response) {
        return done(caller, project, number, model, response, () -> {
            ServedRollout served = rollouts.of(project);
            SessionDesk.requireRuns(caller, served, book.session(served, number));
            readiness.look(caller.name(), served, TrainingParts.GATES);
        });
    }

    @PostMapping("/{number}/cancellation")
    @Requires(Permission.VIEW)
    String cancel(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam int sequence,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        return done(
                caller,
                project,
                number,
                model,
                response,
                () -> plans.cancel(caller, project, number, sequence, reason));
    }

    @PostMapping("/{number}/answers")
    @Requires(Permission.VIEW)
    String answer(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam int sequence,
            @RequestParam boolean yes,
            Model model,
            HttpServletResponse response) {
        return done(
                caller, project, number, model, response, () -> desk.answer(caller, project, number, sequence, yes));
    }

    /** @param present nobody where it is left out */
    @PostMapping("/{number}/attendance")
    @Requires(Permission.VIEW)
    String attend(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam(defaultValue = "") List<String> present,
            Model model,
            HttpServletResponse response) {
        return done(
                caller,
                project,
                number,
                model,
                response,
                () -> desk.attend(caller, project, number, new LinkedHashSet<>(present)));
    }

    @PostMapping("/{number}/questions")
    @Requires(Permission.VIEW)
    String ask(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam String text,
            @RequestParam(defaultValue = "") String asker,
            Model model,
            HttpServletResponse response) {
        return told(
                model,
                response,
                () -> {
                    desk.ask(caller, project, number, text, asker);
                    return page(project, number);
                },
                () -> {
                    model.addAttribute("typed", text);
                    return one(caller, project, number, model);
                });
    }

    @PostMapping("/{number}/questions/{index}/case")
    @Requires(Permission.VIEW)
    String openCase(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @PathVariable int index,
            Model model,
            HttpServletResponse response) {
        return done(caller, project, number, model, response, () -> desk.openCase(caller, project, number, index));
    }

    @PostMapping("/{number}/questions/{index}/guide")
    @Requires(Permission.VIEW)
    String guide(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @PathVariable int index,
            @RequestParam String link,
            Model model,
            HttpServletResponse response) {
        return done(
                caller, project, number, model, response, () -> desk.nameGuide(caller, project, number, index, link));
    }

    private static String page(String project, long number) {
        return "redirect:/projects/" + project + "/rollout/trainings/" + number;
    }

    private String done(
            Caller caller, String project, long number, Model model, HttpServletResponse response, Runnable work) {
        return told(
                model,
                response,
                () -> {
                    work.run();
                    return page(project, number);
                },
                () -> one(caller, project, number, model));
    }

    /** What was refused is told on the page on which it was asked for. */
    private static String told(
            Model model, HttpServletResponse response, Supplier<String> work, Supplier<String> again) {
        try {
            return work.get();
        } catch (SlipwayException e) {
            Refused.wish(e, response, model);
            return again.get();
        }
    }

    private static TrainingKind known(String kind) {
        return TrainingKind.of(kind)
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.REQUEST_INVALID, "'" + kind + "' is no kind of training.", ""));
    }

    private Instant time(ServedRollout served, String from, String other) {
        return zones.needed(
                other.isBlank() ? from : other, TrainingClock.of(served).zone().getId());
    }
}
