package io.slipway.server.readiness;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactSignature.Verdict;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.Collector.Finding;
import io.slipway.server.rollout.ServedRollout;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at one gate: at what its collector knows, at the answer to a team's own query, or at an artifact. */
public final class Looks {
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Targets targets;
    private final Supplier<List<Collector>> collectors;

    public Looks(Projects projects, ArtifactShelf artifacts, Targets targets, Supplier<List<Collector>> collectors) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.targets = targets;
        this.collectors = collectors;
    }

    /** What hinders looking is what is found: an environment that does not answer is no reason to take it for ready. */
    Finding at(ServedRollout rollout, Gate gate) {
        try {
            if (gate.asks() instanceof Gate.Known known) {
                return known(rollout, known.standard());
            }
            return gate.asks() instanceof Gate.Query query
                    ? query(rollout, query)
                    : artifact(rollout, (Gate.Artifacts) gate.asks());
        } catch (SlipwayException e) {
            return new Finding(false, gate.asks().text(), "it cannot be looked at: " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            return new Finding(
                    false,
                    gate.asks().text(),
                    "it cannot be looked at: a runner reaches this environment, and the server asks nothing there");
        }
    }

    private Finding known(ServedRollout rollout, Standard standard) {
        return collectors.get().stream()
                .filter(each -> each.gate() == standard)
                .findFirst()
                .map(each -> each.look(rollout))
                .orElseGet(() -> new Finding(false, standard.words(), "this server has nothing that looks at it"));
    }

    private Finding query(ServedRollout rollout, Gate.Query query) {
        ServedProject project = projects.named(rollout.project());
        Environment environment = project.project().environment(query.environment());
        Dialect dialect = targets.dialect(project.project());
        requireOne(dialect, query.sql());
        try (Target target = targets.open(project.project(), environment)) {
            return QueryAnswer.of(query, target.ask(query.sql()));
        } catch (SqlFailure e) {
            return QueryAnswer.failed(query, dialect, e);
        }
    }

    /** A second statement could end the transaction that keeps the first from writing. */
    private static void requireOne(Dialect dialect, String sql) {
        long statements = 0;
        try {
            Splitter pieces = Splitters.of(dialect, new StringReader(sql));
            while (pieces.hasNext()) {
                Piece piece = pieces.next();
                statements += piece.type() == Piece.Type.BLANK ? 0 : piece.type() == Piece.Type.STATEMENT ? 1 : 2;
            }
        } catch (SplitException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, "The query has no end: " + e.getMessage(), "")
                    .causedBy(e);
        }
        if (statements != 1) {
            throw SlipwayException.of(ErrorCode.SCRIPT_SYNTAX, "A gate asks one statement, and no more.", "");
        }
    }

    private Finding artifact(ServedRollout rollout, Gate.Artifacts asks) {
        ServedProject project = projects.named(rollout.project());
        Optional<StoredArtifact> newest = artifacts.newest(project.name(), asks.pipeline());
        if (newest.isEmpty()) {
            return new Finding(false, asks.text(), "none was handed in yet");
        }
        String query = asks.text() + " (" + newest.get().version() + ", "
                + newest.get().digest() + ")";
        try (Artifact artifact = artifacts.open(newest.get())) {
            return switch (asks.rule()) {
                case SIGNED -> {
                    Verdict verdict = artifact.signature()
                            .verify(
                                    project.trustedKeys().isBlank()
                                            ? TrustedKeys.NONE
                                            : TrustedKeys.of(List.of(project.trustedKeys())));
                    yield new Finding(
                            verdict == Verdict.VALID,
                            query,
                            newest.get().version() + ": "
                                    + (verdict == Verdict.VALID ? "signed" : "not signed with a trusted key"));
                }
                case ROLLBACKS_PROVED -> {
                    List<Change> without = artifact.manifest().standing().stream()
                            .filter(change ->
                                    artifact.proof().of(change).rollback().result() != RollbackResult.PROVED)
                            .toList();
                    yield new Finding(
                            without.isEmpty(),
                            query,
                            newest.get().version() + ": "
                                    + (without.isEmpty()
                                            ? "each of its changes"
                                            : "not " + without.get(0).path()
                                                    + (without.size() > 1
                                                            ? " and " + (without.size() - 1) + " more"
                                                            : "")));
                }
            };
        }
    }
}
