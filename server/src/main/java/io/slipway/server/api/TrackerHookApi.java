package io.slipway.server.api;

import io.slipway.server.access.Open;
import io.slipway.server.support.TrackerHooks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where trackers tell of changes. They sign in as nobody: what they send shows that it knows a secret, or is refused. */
@RestController
@Tag(name = "support")
public final class TrackerHookApi {
    private static final Pattern PATH = Pattern.compile("/api/projects/[^/]+/rollout/trackers/[^/]+/messages");
    private final TrackerHooks hooks;

    TrackerHookApi(TrackerHooks hooks) {
        this.hooks = hooks;
    }

    /** Whether a request is one of a tracker. It uses no session, so that no page of somebody else's can forge one. */
    public static boolean of(HttpServletRequest request) {
        return PATH.matcher(request.getRequestURI()).matches();
    }

    @PostMapping(path = "/api/projects/{project}/rollout/trackers/{name}/messages", consumes = MediaType.ALL_VALUE)
    @Open(Open.To.EVERYBODY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Hears from a tracker, by a signature or a secret, that an issue changed, and asks it")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    void heard(
            @PathVariable String project,
            @PathVariable String name,
            @RequestHeader(name = "X-Hub-Signature", required = false) Optional<String> signature,
            @RequestHeader(name = "X-Slipway-Hook", required = false) Optional<String> token,
            HttpServletRequest request)
            throws IOException {
        hooks.heard(project, name, request.getInputStream().readAllBytes(), signature, token);
    }
}
