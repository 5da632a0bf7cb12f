package io.slipway.server.api;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An endpoint that somebody forgot to say something about. */
@RestController
@ConditionalOnProperty("slipway.test.silent-endpoint")
final class SilentEndpoint {
    @GetMapping("/api/silent")
    String answer() {
        return "open to everybody?";
    }
}
