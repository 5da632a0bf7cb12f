package io.slipway.server.api;

import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log. */
@RestController
@RequestMapping("/api/audit")
@Tag(name = "audit")
final class AuditApi {
    private static final int MOST = 1_000;
    private final AuditLog audit;

    AuditApi(AuditLog audit) {
        this.audit = audit;
    }

    /** @param next pass as {@code before} for what follows; absent at the end */
    record AuditPage(List<AuditEvent> events, Optional<Long> next) {}

    /** Newest first. */
    @GetMapping
    @Requires(Permission.AUDIT)
    @Operation(summary = "Lists what people did, newest first")
    AuditPage events(
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "100") int limit) {
        int size = Math.max(1, Math.min(limit, MOST));
        List<AuditEvent> events = audit.events(new AuditLog.Filter(project, actor, action, before), size);
        return new AuditPage(
                events,
                events.size() < size
                        ? Optional.empty()
                        : Optional.of(events.get(events.size() - 1).sequence()));
    }

    /** How far the chain goes now: publish it, and nothing before it can be changed unnoticed. */
    @GetMapping("/anchor")
    @Requires(Permission.AUDIT)
    @Operation(
            summary = "Tells how far the chain goes: published elsewhere, it proves that nothing before it was changed")
    AuditLog.Anchor anchor() {
        return audit.anchor();
    }

    /** Walks the whole chain. */
    @GetMapping("/verification")
    @Requires(Permission.AUDIT)
    @Operation(summary = "Walks the whole chain and tells whether it is whole")
    AuditLog.Verdict verify() {
        return audit.verify();
    }
}
