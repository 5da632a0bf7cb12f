package io.slipway.server.api;

import io.slipway.server.access.Open;
import io.slipway.server.operation.Readiness;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers and monitors: says no more than they need. */
@RestController
@Tag(name = "health")
final class HealthApi {
    private final Readiness readiness;

    HealthApi(Readiness readiness) {
        this.readiness = readiness;
    }

    /** @param status always {@code up}: whoever is down does not answer */
    record Health(String status) {}

    @GetMapping("/health")
    @Open(Open.To.EVERYBODY)
    @Operation(summary = "Tells that the process is alive; restart it when it does not")
    Health health() {
        return new Health("up");
    }

    /**
     * @param status {@code ready} or {@code not-ready}
     * @param checks what was looked at
     */
    record Ready(String status, Readiness.Checks checks) {}

    @GetMapping("/health/ready")
    @Open(Open.To.EVERYBODY)
    @Operation(summary = "Tells whether requests should come here")
    @ApiResponse(
            responseCode = "200",
            description = "They should",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ready.class)))
    @ApiResponse(
            responseCode = "503",
            description = "They should not, now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ready.class)))
    ResponseEntity<Ready> ready() {
        Readiness.Checks checks = readiness.checks();
        return checks.ready()
                ? ResponseEntity.ok(new Ready("ready", checks))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Ready("not-ready", checks));
    }
}
