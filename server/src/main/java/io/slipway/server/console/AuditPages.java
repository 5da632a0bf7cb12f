package io.slipway.server.console;

import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit log, and whether it is whole. */
@Controller
final class AuditPages {
    private static final int PAGE = 100;
    private final AuditLog audit;

    AuditPages(AuditLog audit) {
        this.audit = audit;
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
        model.addAttribute("anchor", audit.anchor());
        if (events.size() == PAGE) {
            model.addAttribute("next", events.get(PAGE - 1).sequence());
        }
        if (verify) {
            model.addAttribute("verdict", audit.verify());
        }
        return "audit";
    }
}
