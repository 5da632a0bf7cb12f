package io.slipway.server.console;

import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.lab.LabTasks;
import io.slipway.server.lab.Seat;
import io.slipway.server.lab.ServedLab;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Labs: which there are, and the grid of whoever runs one. Who does neither run nor sit in one is told of none. */
@Controller
final class LabPages {
    private final LabDesk desk;
    private final LabTasks tasks;

    LabPages(LabDesk desk, LabTasks tasks) {
        this.desk = desk;
        this.tasks = tasks;
    }

    @GetMapping("/labs")
    @Open(Open.To.SIGNED_IN)
    String all(Caller caller, Model model) {
        List<Seat> own = desk.own(caller);
        model.addAttribute("run", desk.run(caller));
        model.addAttribute("own", own);
        model.addAttribute(
                "labs",
                own.stream()
                        .flatMap(seat -> desk.find(seat.lab()).stream())
                        .collect(Collectors.toMap(ServedLab::number, Function.identity(), (one, same) -> one)));
        model.addAttribute("tasks", tasks.all());
        model.addAttribute("mayOpen", caller.may(Permission.ROLLOUT));
        return "labs";
    }

    /** @param people accounts, with commas, spaces or on lines of their own */
    @PostMapping("/labs")
    @Requires(Permission.ROLLOUT)
    String open(
            Caller caller,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") List<String> task,
            @RequestParam(defaultValue = "") String people,
            Model model,
            HttpServletResponse response) {
        try {
            List<String> names = Arrays.stream(people.split("[\\s,;]+"))
                    .filter(name -> !name.isBlank())
                    .toList();
            return "redirect:/labs/" + desk.open(caller, title, task, names).number();
        } catch (SlipwayException e) {
            Refused.wish(e, response, model);
            model.addAttribute("typed", Map.of("title", title, "people", people));
            return all(caller, model);
        }
    }

    @PostMapping("/projects/{project}/rollout/trainings/{number}/lab")
    @Requires(Permission.VIEW)
    String open(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam(defaultValue = "") List<String> task) {
        return "redirect:/labs/" + desk.open(caller, project, number, task).number();
    }

    @GetMapping("/labs/{number}")
    @Open(Open.To.SIGNED_IN)
    String one(Caller caller, @PathVariable long number, Model model) {
        ServedLab lab = desk.run(caller, number);
        model.addAttribute("lab", lab);
        model.addAttribute("lines", desk.grid(lab));
        model.addAttribute(
                "titles",
                tasks.of(lab).stream()
                        .collect(Collectors.toMap(
                                LabTasks.Task::name, task -> task.scenario().title())));
        return "lab";
    }

    /** @param seat whose; empty for all */
    @PostMapping("/labs/{number}/extension")
    @Open(Open.To.SIGNED_IN)
    String extend(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String seat,
            @RequestParam int minutes,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, model, response, () -> desk.extend(caller, number, seat, minutes));
    }

    @PostMapping("/labs/{number}/seats")
    @Open(Open.To.SIGNED_IN)
    String seat(
            Caller caller,
            @PathVariable long number,
            @RequestParam String person,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, model, response, () -> desk.seat(caller, number, person));
    }

    @PostMapping("/labs/{number}/helped")
    @Open(Open.To.SIGNED_IN)
    String helped(
            Caller caller,
            @PathVariable long number,
            @RequestParam String seat,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, model, response, () -> desk.helped(caller, number, seat));
    }

    @PostMapping("/labs/{number}/closing")
    @Open(Open.To.SIGNED_IN)
    String close(Caller caller, @PathVariable long number, Model model, HttpServletResponse response) {
        return done(caller, number, model, response, () -> desk.close(caller, number));
    }

    private String done(Caller caller, long number, Model model, HttpServletResponse response, Runnable work) {
        try {
            work.run();
            return "redirect:/labs/" + number;
        } catch (SlipwayException e) {
            Refused.wish(e, response, model);
            return one(caller, number, model);
        }
    }
}
