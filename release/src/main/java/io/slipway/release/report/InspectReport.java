package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Origin;
import io.slipway.release.artifact.Proof.ChangeProof;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an artifact holds.
 *
 * @param artifact where it is: a file, or a path on a server
 * @param signedBy id of the key; empty when unsigned
 * @param schema fingerprint of the schema that it leads to
 * @param schemaObjects how many objects that schema has
 * @param provedOn product and major version of the reference database
 * @param total how many changes it has
 * @param fresh how many of them its parent does not have
 * @param replaced how many of them a rework replaced
 * @param changes those asked for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InspectReport(
        int formatVersion,
        String artifact,
        String project,
        String database,
        String pipeline,
        String version,
        String digest,
        String signedBy,
        String schema,
        int schemaObjects,
        String provedOn,
        int total,
        int fresh,
        int replaced,
        Optional<String> parent,
        Optional<String> parentVersion,
        List<InspectedChange> changes) {

    /**
     * One change.
     *
     * @param rollback {@code proved}, {@code not-proved} or {@code none}
     * @param replaces digest of the version that it takes the place of
     * @param replaced whether a later one takes its place
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record InspectedChange(
            String id,
            String path,
            String kind,
            String digest,
            int statements,
            long rows,
            boolean transactional,
            String rollback,
            Optional<String> rollbackReason,
            Optional<String> replaces,
            boolean replaced,
            Optional<String> author,
            Optional<String> commit,
            Optional<String> message) {

        static InspectedChange of(Change change, ChangeProof proof, boolean replaced) {
            return new InspectedChange(
                    change.id(),
                    change.path(),
                    change.kind().folder(),
                    change.digest(),
                    proof.statements(),
                    proof.rows(),
                    proof.transactional(),
                    proof.rollback().result().text(),
                    proof.rollback().reason(),
                    change.replaces(),
                    replaced,
                    change.origin().map(Origin::author),
                    change.origin().map(Origin::commit),
                    change.origin().map(Origin::message));
        }
    }

    /**
     * @param where what to call the artifact
     * @param all all changes, not only those that this artifact adds
     */
    public static InspectReport of(Artifact artifact, String where, boolean all) {
        Manifest manifest = artifact.manifest();
        Set<String> replaced = manifest.replaced().keySet();
        List<Change> chosen = all ? manifest.changes() : manifest.newChanges();
        return new InspectReport(
                Reports.FORMAT_VERSION,
                where,
                manifest.project(),
                manifest.database(),
                manifest.pipeline(),
                manifest.version(),
                artifact.digest(),
                artifact.signature().who(),
                artifact.schema().fingerprint(),
                artifact.schema().objects().size(),
                artifact.proof().server(),
                manifest.changes().size(),
                manifest.newChanges().size(),
                replaced.size(),
                manifest.parent(),
                manifest.parentVersion(),
                chosen.stream()
                        .map(change -> InspectedChange.of(
                                change, artifact.proof().of(change), replaced.contains(change.key())))
                        .toList());
    }
}
