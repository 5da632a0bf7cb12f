package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.ownscripts.Brought;
import io.slipway.server.ownscripts.BroughtFiles;
import io.slipway.server.ownscripts.OwnScripts;
import io.slipway.server.ownscripts.ReportText;
import io.slipway.server.project.Projects;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.web.multipart.MultipartFile;

/** Scripts of the project's own that people bring, and what was seen of them. */
@Controller
@RequestMapping("/projects/{project}/own-scripts")
final class OwnScriptPages {
    private static final int LONGEST_SENT_BACK = 1 << 19;
    private final Projects projects;
    private final OwnScripts scripts;
    private final BroughtFiles files;

    OwnScriptPages(Projects projects, OwnScripts scripts, BroughtFiles files) {
        this.projects = projects;
        this.scripts = scripts;
        this.files = files;
    }

    @GetMapping
    @Requires(Permission.VIEW)
    String all(Caller caller, @PathVariable String project, Model model) {
        model.addAttribute("project", projects.named(project));
        model.addAttribute("tried", scripts.of(project));
        model.addAttribute("mayBring", caller.may(Permission.UPLOAD, project));
        return "own-scripts";
    }

    /** @param upload scripts, or one zip of them; where there is none, {@code git}, else {@code text} */
    @PostMapping
    @Requires(Permission.UPLOAD)
    String bring(
            Caller caller,
            @PathVariable String project,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String git,
            @RequestParam(required = false) List<MultipartFile> upload,
            Model model,
            HttpServletResponse response) {
        projects.named(project);
        try {
            Brought brought = brought(uploaded(upload), git, name, title, text);
            return "redirect:/projects/" + project + "/own-scripts/"
                    + scripts.bring(caller, project, title, brought).number();
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model, BroughtFiles.told());
            model.addAttribute("typed", Map.of("title", title, "name", name, "text", sentBack(text), "git", git));
            return all(caller, project, model);
        }
    }

    /** What is far too large is not sent a second time; whoever goes back still has it. */
    private static String sentBack(String text) {
        return text.length() > LONGEST_SENT_BACK ? "" : text;
    }

    private Brought brought(Map<String, byte[]> uploaded, String git, String name, String title, String text) {
        if (!uploaded.isEmpty()) {
            return BroughtFiles.of(uploaded);
        }
        return git.isBlank() ? Brought.pasted(name, title, text.replace("\r\n", "\n")) : files.cloned(git);
    }

    private static Map<String, byte[]> uploaded(@org.jspecify.annotations.Nullable List<MultipartFile> upload) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (MultipartFile file : upload == null ? List.<MultipartFile>of() : upload) {
            if (!file.isEmpty()) {
                BroughtFiles.refuseLarge(file.getSize());
                try {
                    all.put(Objects.requireNonNullElse(file.getOriginalFilename(), "script.sql"), file.getBytes());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
        return all;
    }

    @GetMapping("/{number}")
    @Requires(Permission.VIEW)
    String one(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            Model model,
            HttpServletResponse response) {
        OwnScripts.Tried tried = scripts.one(project, number);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("tried", tried);
        if (tried.report().isEmpty()) {
            response.setHeader("Refresh", "3");
            return "own-script-under-way";
        }
        model.addAttribute("report", tried.report().get());
        model.addAttribute("mayWithdraw", tried.withdrawn().isEmpty() && caller.may(Permission.UPLOAD, project));
        return "own-script";
    }

    @PostMapping("/{number}/withdrawal")
    @Requires(Permission.UPLOAD)
    String withdraw(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        try {
            scripts.withdraw(caller, project, number, reason);
            return "redirect:/projects/" + project + "/own-scripts/" + number;
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model);
            return one(caller, project, number, model, response);
        }
    }

    @GetMapping("/{number}/report.md")
    @Requires(Permission.VIEW)
    ResponseEntity<byte[]> report(@PathVariable String project, @PathVariable long number) {
        OwnScripts.Tried tried = scripts.one(project, number);
        String text = tried.report()
                .map(report -> ReportText.markdown(tried, report))
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "They are still tried.", "Wait."));
        return file(
                "own-scripts-" + number + ".md", "text/markdown;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/{number}/scripts.zip")
    @Requires(Permission.VIEW)
    ResponseEntity<byte[]> zip(@PathVariable String project, @PathVariable long number) {
        return file(
                "own-scripts-" + number + ".zip",
                "application/zip",
                BroughtFiles.zipped(scripts.files(scripts.one(project, number))));
    }

    private static ResponseEntity<byte[]> file(String name, String type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(content);
    }
}
