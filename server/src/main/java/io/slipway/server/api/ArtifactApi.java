package io.slipway.server.api;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.report.InspectReport;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.Projects;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
@Tag(name = "artifacts")
final class ArtifactApi {
    private static final int MOST = 500;
    private final Projects projects;
    private final NamedArtifacts named;
    private final ArtifactShelf artifacts;

    ArtifactApi(Projects projects, NamedArtifacts named, ArtifactShelf artifacts) {
        this.projects = projects;
        this.named = named;
        this.artifacts = artifacts;
    }

    record ArtifactList(List<StoredArtifact> artifacts) {}

    /** Newest first. */
    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists a project's artifacts, newest first")
    ArtifactList list(@PathVariable String project, @RequestParam(defaultValue = "50") int limit) {
        return new ArtifactList(artifacts.of(project, Math.max(1, Math.min(limit, MOST))));
    }

    /** Takes the file that is the body. The same one again changes nothing. */
    @PostMapping(consumes = {"application/zip", "application/octet-stream"})
    @Requires(Permission.UPLOAD)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Hands in the artifact that is the body; the same one again changes nothing")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    StoredArtifact upload(Caller caller, @PathVariable String project, HttpServletRequest request) throws IOException {
        return artifacts.takeIn(caller, projects.named(project), request.getInputStream());
    }

    @GetMapping("/{version}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells about one artifact, by version or latest")
    StoredArtifact one(@PathVariable String project, @PathVariable String version) {
        return named.find(projects.named(project), version, Optional.empty());
    }

    @GetMapping("/{version}/inspection")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells what an artifact holds: its changes, where each comes from, and what the proof saw")
    InspectReport inspect(
            @PathVariable String project,
            @PathVariable String version,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam Optional<String> pipeline) {
        StoredArtifact stored = named.find(projects.named(project), version, pipeline);
        try (Artifact artifact = artifacts.open(stored)) {
            return InspectReport.of(
                    artifact, "/api/projects/" + project + "/artifacts/" + stored.version() + "/content", all);
        }
    }

    /** The file itself, byte for byte. */
    @GetMapping(path = "/{version}/content", produces = "application/zip")
    @Requires(Permission.VIEW)
    @Operation(summary = "Gives the artifact's file, byte for byte")
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
