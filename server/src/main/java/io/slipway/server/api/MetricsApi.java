package io.slipway.server.api;

import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.operation.Metrics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For Prometheus. */
@RestController
@Tag(name = "health")
final class MetricsApi {
    private final Metrics metrics;

    MetricsApi(Metrics metrics) {
        this.metrics = metrics;
    }

    @GetMapping("/metrics")
    @Requires(Permission.MONITOR)
    @Operation(summary = "Gives what this node measures, in Prometheus' text format")
    @ApiResponse(
            responseCode = "200",
            description = "One sample a line",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    ResponseEntity<String> metrics() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, Metrics.FORMAT)
                .body(metrics.scrape());
    }
}
