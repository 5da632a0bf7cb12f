package io.slipway.server.console;

import io.slipway.enablement.lab.Judgement;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.lab.SeatDesk;
import io.slipway.server.lab.SeatFiles;
import io.slipway.server.lab.SeatMaking;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The caller's own seat in a lab. There is no way to anybody else's. */
@Controller
@RequestMapping("/labs/{number}/seat")
final class SeatPages {
    /** Seconds. */
    private static final String BETWEEN_LOOKS = "2";

    private final SeatDesk desk;

    SeatPages(SeatDesk desk) {
        this.desk = desk;
    }

    /** @param file path of the one that is open in the editor */
    @GetMapping
    @Open(Open.To.SIGNED_IN)
    String seat(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String file,
            Model model,
            HttpServletResponse response) {
        SeatDesk.At at = desk.at(caller, number);
        model.addAttribute("at", at);
        model.addAttribute("number", number);
        Optional<SeatMaking.Making> making = desk.making(at);
        model.addAttribute("making", making.orElse(null));
        if (making.filter(each -> !each.failed()).isPresent() && at.open()) {
            // The page goes on by itself, with scripts or without. It says where to: this may be the answer to a
            // form that was refused, which would be sent again.
            response.setHeader("Refresh", BETWEEN_LOOKS + "; url=/labs/" + number + "/seat");
            return "seat-under-way";
        }
        if (at.task().isPresent()) {
            model.addAttribute("text", Marks.paragraphs(at.task().get().lab().task()));
            model.addAttribute("hints", at.hints().stream().map(Marks::of).toList());
        }
        if (at.task().isPresent() && at.open()) {
            List<SeatFiles.SeatFile> files = desk.files(at);
            model.addAttribute("files", files);
            model.addAttribute("changes", desk.changes(at));
            model.addAttribute("environments", List.of("dev", "qa", "prod"));
            if (!model.containsAttribute("open")) {
                Optional<SeatFiles.SeatFile> chosen = desk.file(at, file);
                model.addAttribute("open", chosen.orElse(new SeatFiles.SeatFile("", 0, "")));
            }
        }
        return "seat";
    }

    /** Begins a task, or begins it anew; the page that follows says how far it is. */
    @PostMapping("/task")
    @Open(Open.To.SIGNED_IN)
    String begin(
            Caller caller,
            @PathVariable long number,
            @RequestParam String task,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, "", model, response, () -> desk.start(caller, number, task));
    }

    /**
     * Saves a file. What was not saved stays in the editor.
     *
     * @param then {@code package} to go on with that
     */
    @PostMapping("/file")
    @Open(Open.To.SIGNED_IN)
    String save(
            Caller caller,
            @PathVariable long number,
            @RequestParam String path,
            @RequestParam long version,
            @RequestParam String text,
            @RequestParam(defaultValue = "") String then,
            Model model,
            HttpServletResponse response) {
        try {
            desk.save(caller, number, path, version, text);
            if (then.equals("package")) {
                desk.pack(caller, number);
            }
            return page(number, path.strip());
        } catch (SlipwayException e) {
            refuse(e, model, response);
            model.addAttribute("open", new SeatFiles.SeatFile(path, version, text));
            return seat(caller, number, path, model, response);
        }
    }

    @PostMapping("/deletion")
    @Open(Open.To.SIGNED_IN)
    String delete(
            Caller caller,
            @PathVariable long number,
            @RequestParam String path,
            @RequestParam long version,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, "", model, response, () -> desk.delete(caller, number, path, version));
    }

    @PostMapping("/package")
    @Open(Open.To.SIGNED_IN)
    String pack(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String file,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, file, model, response, () -> desk.pack(caller, number));
    }

    @PostMapping("/deployment")
    @Open(Open.To.SIGNED_IN)
    String deploy(
            Caller caller,
            @PathVariable long number,
            @RequestParam String environment,
            @RequestParam(defaultValue = "") String file,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, file, model, response, () -> desk.deploy(caller, number, environment));
    }

    @PostMapping("/rollback")
    @Open(Open.To.SIGNED_IN)
    String rollBack(
            Caller caller,
            @PathVariable long number,
            @RequestParam String environment,
            @RequestParam String change,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, "", model, response, () -> desk.rollBack(caller, number, environment, change));
    }

    @PostMapping("/check")
    @Open(Open.To.SIGNED_IN)
    String check(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String file,
            Model model,
            HttpServletResponse response) {
        try {
            Judgement judgement = desk.check(caller, number);
            model.addAttribute("judgement", judgement);
        } catch (SlipwayException e) {
            refuse(e, model, response);
        }
        return seat(caller, number, file, model, response);
    }

    @PostMapping("/hint")
    @Open(Open.To.SIGNED_IN)
    String hint(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String file,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, file, model, response, () -> desk.hint(caller, number));
    }

    @PostMapping("/solution")
    @Open(Open.To.SIGNED_IN)
    String solve(Caller caller, @PathVariable long number, Model model, HttpServletResponse response) {
        return done(caller, number, "", model, response, () -> desk.startSolution(caller, number));
    }

    /** @param text empty takes the call back */
    @PostMapping("/help")
    @Open(Open.To.SIGNED_IN)
    String help(
            Caller caller,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String text,
            Model model,
            HttpServletResponse response) {
        return done(caller, number, "", model, response, () -> desk.askHelp(caller, number, text));
    }

    /** Shows a token for a terminal, once. */
    @PostMapping("/token")
    @Open(Open.To.SIGNED_IN)
    String token(Caller caller, @PathVariable long number, Model model, HttpServletResponse response) {
        try {
            model.addAttribute("secret", desk.token(caller, number).secret());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        } catch (SlipwayException e) {
            refuse(e, model, response);
        }
        return seat(caller, number, "", model, response);
    }

    @GetMapping("/project.zip")
    @Open(Open.To.SIGNED_IN)
    ResponseEntity<byte[]> project(Caller caller, @PathVariable long number) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("lab-" + number + ".zip")
                                .build()
                                .toString())
                .body(desk.project(caller, number));
    }

    private static String page(long number, String file) {
        return "redirect:/labs/" + number + "/seat" + (file.matches("[A-Za-z0-9/._-]+") ? "?file=" + file : "");
    }

    private String done(
            Caller caller, long number, String file, Model model, HttpServletResponse response, Runnable work) {
        try {
            work.run();
            return page(number, file);
        } catch (SlipwayException e) {
            refuse(e, model, response);
            return seat(caller, number, file, model, response);
        }
    }

    /** Everything that befalls somebody at their own seat is told there. */
    private static void refuse(SlipwayException e, Model model, HttpServletResponse response) {
        if (e.code() == ErrorCode.LAB_UNAVAILABLE) {
            response.setStatus(io.slipway.server.error.ProblemStatus.of(e.code()));
            model.addAttribute("problem", e.getMessage());
            model.addAttribute("help", e.help());
            return;
        }
        Refused.wish(e, response, model);
    }
}
