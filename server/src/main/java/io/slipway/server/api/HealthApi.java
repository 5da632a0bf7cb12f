package io.slipway.server.api;

import io.slipway.server.access.Open;
import io.slipway.store.Store;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers and monitors: says no more than they need. */
@RestController
@Tag(name = "health")
final class HealthApi {
    private final Store store;

    HealthApi(Store store) {
        this.store = store;
    }

    /** @param status {@code up} or {@code down} */
    record Health(String status) {}

    @GetMapping("/health")
    @Open(Open.To.EVERYBODY)
    @Operation(summary = "Tells whether the server is up")
    ResponseEntity<Health> health() {
        try {
            store.read(handle ->
                    handle.createQuery("SELECT 1").mapTo(Integer.class).one());
            return ResponseEntity.ok(new Health("up"));
        } catch (RuntimeException e) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Health("down"));
        }
    }
}
