package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditFile;
import io.slipway.server.audit.AuditLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The audit log. */
@RestController
@RequestMapping("/api/audit")
@Tag(name = "audit")
final class AuditApi {
    private static final int MOST = 1_000;
    private static final String JSON_LINES = "application/x-ndjson";
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
    @Operation(summary = "Walks the whole chain and tells whether it is whole, and whether it holds an earlier anchor")
    AuditLog.Verdict verify(@RequestParam(name = "anchor", defaultValue = "") String earlier) {
        Optional<AuditLog.Anchor> known = AuditLog.Anchor.parse(earlier);
        if (known.isEmpty() && !earlier.isBlank()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "The anchor is not of the form SEQUENCE:DIGEST.", "");
        }
        return audit.verify(known);
    }

    /** Oldest first, so that the file can be verified while it is read. */
    @GetMapping(path = "/export", produces = JSON_LINES)
    @Requires(Permission.AUDIT)
    @Operation(summary = "Gives the whole log as JSON lines, oldest first, for slipway audit verify")
    @ApiResponse(
            responseCode = "200",
            description = "One event a line",
            content = @Content(mediaType = JSON_LINES, schema = @Schema(implementation = AuditEvent.class)))
    ResponseEntity<StreamingResponseBody> export() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"slipway-audit.jsonl\"")
                .contentType(MediaType.parseMediaType(JSON_LINES))
                .body(out -> {
                    Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    audit.walk(event -> write(lines, event));
                    lines.flush();
                });
    }

    private static void write(Writer lines, AuditEvent event) {
        try {
            lines.write(AuditFile.line(event));
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
