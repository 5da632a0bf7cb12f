package io.slipway.server.api;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.Projects;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Artifacts of a project. */
@RestController
@RequestMapping("/api/projects/{project}/artifacts")
final class ArtifactApi {
    private static final int MOST = 500;
    private final Projects projects;
    private final ArtifactShelf artifacts;

    ArtifactApi(Projects projects, ArtifactShelf artifacts) {
        this.projects = projects;
        this.artifacts = artifacts;
    }

    record ArtifactList(List<StoredArtifact> artifacts) {}

    /** Newest first. */
    @GetMapping
    @Requires(Permission.VIEW)
    ArtifactList list(@PathVariable String project, @RequestParam(defaultValue = "50") int limit) {
        return new ArtifactList(artifacts.of(project, Math.max(1, Math.min(limit, MOST))));
    }

    /** Takes the file that is the body. The same one again changes nothing. */
    @PostMapping(consumes = {"application/zip", "application/octet-stream"})
    @Requires(Permission.UPLOAD)
    @ResponseStatus(HttpStatus.CREATED)
    StoredArtifact upload(Caller caller, @PathVariable String project, HttpServletRequest request) throws IOException {
        return artifacts.takeIn(caller, projects.named(project), request.getInputStream());
    }

    @GetMapping("/{version}")
    @Requires(Permission.VIEW)
    StoredArtifact one(@PathVariable String project, @PathVariable String version) {
        return artifacts.version(project, version);
    }

    /** The file itself, byte for byte. */
    @GetMapping("/{version}/content")
    @Requires(Permission.VIEW)
    ResponseEntity<FileSystemResource> content(@PathVariable String project, @PathVariable String version) {
        StoredArtifact stored = artifacts.version(project, version);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(stored.project() + "-" + stored.version() + ".zip")
                                .build()
                                .toString())
                .body(new FileSystemResource(artifacts.file(stored)));
    }
}
