package io.slipway.server.api;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.secret.Secrets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Secrets go in here and never come out again. */
@RestController
@RequestMapping("/api")
@Tag(name = "secrets")
final class SecretApi {
    private final Secrets secrets;
    private final Projects projects;

    SecretApi(Secrets secrets, Projects projects) {
        this.secrets = secrets;
        this.projects = projects;
    }

    record SecretList(List<Secrets.Known> secrets) {}

    record SecretValue(String value) {
        @Override
        public String toString() {
            return "a secret";
        }
    }

    /** @param secrets how many there are */
    record Rotation(int secrets) {}

    @GetMapping("/projects/{project}/secrets")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Lists a project's secrets by name, without what they are")
    SecretList list(@PathVariable String project) {
        return new SecretList(secrets.of(projects.named(project).name()));
    }

    @PutMapping("/projects/{project}/secrets/{name}")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sets a project's secret, for ${secret:NAME} in its definition")
    void set(Caller caller, @PathVariable String project, @PathVariable String name, @RequestBody SecretValue body) {
        secrets.set(caller, projects.named(project).name(), name, body.value());
    }

    @DeleteMapping("/projects/{project}/secrets/{name}")
    @Requires(Permission.CONFIGURE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Removes a project's secret")
    void remove(Caller caller, @PathVariable String project, @PathVariable String name) {
        secrets.remove(caller, projects.named(project).name(), name);
    }

    @PostMapping("/secrets/rotation")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Seals all secrets anew, with a new key")
    Rotation rotate(Caller caller) {
        return new Rotation(secrets.rotate(caller));
    }
}
