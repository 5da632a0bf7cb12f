package io.slipway.server.console;

import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.audit.AuditVerification;
import io.slipway.server.project.Projects;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The audit log, and whether it is whole. */
@Controller
final class AuditPages {
    private static final int PAGE = 100;
    /** What a spreadsheet still opens; the rest is had with {@code before}. */
    private static final int EXPORTED = 100_000;
    /** Rows that are read at once for a file. */
    private static final int ROWS = 2_000;

    private static final List<String> COLUMNS =
            List.of("sequence", "at", "actor", "action", "project", "subject", "detail", "previous", "digest");
    private final AuditLog audit;
    private final AuditVerification verification;
    private final Projects projects;

    AuditPages(AuditLog audit, AuditVerification verification, Projects projects) {
        this.audit = audit;
        this.verification = verification;
        this.projects = projects;
    }

    @GetMapping("/audit")
    @Requires(Permission.AUDIT)
    String log(
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "false") boolean verify,
            Model model) {
        List<AuditEvent> events = audit.events(new AuditLog.Filter(project, actor, action, before), PAGE);
        model.addAttribute("events", events);
        model.addAttribute("project", project);
        model.addAttribute("actor", actor);
        model.addAttribute("action", action);
        model.addAttribute("projects", projects.all());
        model.addAttribute("actions", audit.actions());
        model.addAttribute("anchor", audit.anchor());
        if (events.size() == PAGE) {
            model.addAttribute("next", events.get(PAGE - 1).sequence());
        }
        if (verify) {
            Optional<AuditVerification.Result> result = verification.ask();
            model.addAttribute(
                    "verdict", result.map(AuditVerification.Result::verdict).orElse(null));
            model.addAttribute(
                    "verified", result.map(AuditVerification.Result::at).orElse(null));
            model.addAttribute("verifying", result.isEmpty());
        }
        return "audit";
    }

    /** The newest events that the filters let through, as a file. */
    @GetMapping("/audit/export")
    @Requires(Permission.AUDIT)
    ResponseEntity<StreamingResponseBody> export(
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam String format) {
        return Export.of(
                format,
                "audit",
                COLUMNS,
                new Export.Pages<>(
                        // where an earlier file ended, then where the page before did
                        end -> audit.events(new AuditLog.Filter(project, actor, action, Math.min(before, end)), ROWS),
                        AuditEvent::sequence,
                        ROWS,
                        EXPORTED),
                AuditPages::cells);
    }

    private static List<String> cells(AuditEvent event) {
        return List.of(
                Long.toString(event.sequence()),
                event.at().toString(),
                event.actor(),
                event.action(),
                event.project(),
                event.subject(),
                event.detail(),
                event.previous(),
                event.digest());
    }
}
