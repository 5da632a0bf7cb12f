package io.slipway.release.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where an artifact comes from, as an in-toto statement (v1) with SLSA's provenance predicate (v1). Its subjects are
 * all entries but itself and the signature, so that its SHA-256 stands for the whole content, however that is packed:
 * that is the artifact's digest. It holds no time but the commit's, and not the version of Slipway either, so that the
 * same scripts give the same statement.
 */
final class Provenance {
    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://slsa.dev/provenance/v1";
    private static final String BUILD_TYPE = "urn:slipway:package:1";
    private static final String BUILDER = "urn:slipway:packager:1";

    private Provenance() {}

    /** @param entries name → SHA-256, in the file's order */
    static byte[] write(ArtifactJson json, Manifest manifest, Map<String, String> entries) {
        Statement statement = new Statement(STATEMENT, subjects(entries), PREDICATE, predicate(manifest));
        return json.compact(statement);
    }

    /** Name → SHA-256 of every subject. */
    static Map<String, String> read(ArtifactJson json, Path file, byte[] bytes) {
        return read(json, file, bytes, name -> true);
    }

    /** @param wanted says by its name whether a subject is told; the others are read over */
    static Map<String, String> read(ArtifactJson json, Path file, byte[] bytes, Predicate<String> wanted) {
        StatementJson statement = StatementJson.read(json, file, bytes, wanted);
        if (!statement.type().equals(STATEMENT) || !statement.predicateType().equals(PREDICATE)) {
            throw Refusal.damaged(file, "provenance.json is not an in-toto statement with SLSA provenance");
        }
        return statement.subjects();
    }

    private static List<Subject> subjects(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(e -> new Subject(e.getKey(), new Sha(e.getValue())))
                .toList();
    }

    private static Slsa predicate(Manifest manifest) {
        List<Dependency> dependencies = new ArrayList<>();
        manifest.commit()
                .ifPresent(commit -> dependencies.add(
                        new Dependency("commit", Map.of("gitCommit", commit), timeOf(manifest, commit))));
        manifest.parent()
                .ifPresent(parent -> dependencies.add(new Dependency(
                        "parent",
                        Map.of("sha256", parent),
                        Map.of("version", manifest.parentVersion().orElse("")))));
        return new Slsa(
                new BuildDefinition(
                        BUILD_TYPE,
                        Map.of(
                                "project", manifest.project(),
                                "database", manifest.database(),
                                "pipeline", manifest.pipeline(),
                                "version", manifest.version()),
                        dependencies),
                new RunDetails(new Builder(BUILDER)));
    }

    /** The commit's time, known when the commit itself touched a script. */
    private static Map<String, String> timeOf(Manifest manifest, String commit) {
        Optional<String> time = manifest.changes().stream()
                .flatMap(c -> c.origin().stream())
                .filter(o -> o.commit().equals(commit))
                .map(Origin::time)
                .findFirst();
        return time.map(t -> Map.of("time", t)).orElse(Map.of());
    }

    private record Statement(
            @JsonProperty("_type") String type, List<Subject> subject, String predicateType, Slsa predicate) {}

    private record Subject(String name, Sha digest) {}

    private record Sha(String sha256) {}

    private record Slsa(BuildDefinition buildDefinition, RunDetails runDetails) {}

    private record BuildDefinition(
            String buildType, Map<String, String> externalParameters, List<Dependency> resolvedDependencies) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Dependency(String name, Map<String, String> digest, Map<String, String> annotations) {}

    private record RunDetails(Builder builder) {}

    private record Builder(String id) {}
}
