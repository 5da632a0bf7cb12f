package io.slipway.release.packaging;

import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.ArtifactWriter;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.ManifestCheck;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Schema;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.artifact.StoreLock;
import io.slipway.release.artifact.Timings;
import io.slipway.release.artifact.WrittenHere;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.parallel.Beside;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Databases;
import io.slipway.release.project.NewProject;
import io.slipway.release.project.Project;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.script.Exemption;
import io.slipway.release.script.FileStamps;
import io.slipway.release.script.Script;
import io.slipway.release.script.ScriptFolder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The package verb: turns what is new in the scripts folder into one artifact, after proving it. */
public final class Packaging {
    private final DatabaseProduct product;
    private final Map<String, String> processEnvironment;
    private final Progress progress;
    private final Cancellation cancellation;
    private final Clock clock;

    /** Where exemptions from rules end by this machine's clock. */
    public Packaging(
            DatabaseProduct product,
            Map<String, String> processEnvironment,
            Progress progress,
            Cancellation cancellation) {
        this(product, processEnvironment, progress, cancellation, Clock.systemUTC());
    }

    /** @param clock says which exemptions from rules have ended */
    public Packaging(
            DatabaseProduct product,
            Map<String, String> processEnvironment,
            Progress progress,
            Cancellation cancellation,
            Clock clock) {
        this.product = product;
        this.processEnvironment = processEnvironment;
        this.progress = progress;
        this.cancellation = cancellation;
        this.clock = clock;
    }

    /** @throws SlipwayException whatever is refused; there is then no new artifact */
    public PackageResult run(PackageRequest request) {
        Project project = request.project();
        List<String> environments = project.pipeline(request.pipeline());
        request.version().ifPresent(Packaging::requireVersion);
        Optional<SigningKey> key = signingKey(project);
        ArtifactStore store = new ArtifactStore(project.artifacts(), Limits.DEFAULT);
        WrittenHere written = new WrittenHere(project.local());
        Beside<ParentArtifact> opening =
                Beside.of(() -> ParentArtifact.open(store, written, project.name(), request.pipeline()));
        ScriptsAsPackaged before = ScriptsAsPackaged.in(project.local());
        ScriptFolder.Contents found = readWhile(opening, project, before);
        try (ParentArtifact parent = opening.found()) {
            ScriptFolder.Contents folder = before.isOf(parent.digest())
                    ? found
                    : ScriptFolder.read(project.scripts(), product.dialect(), FileStamps.none(), Instant.now());
            Comparison comparison = Comparison.of(
                    parent.manifest(),
                    folder.scripts(),
                    folder.unchanged(),
                    () -> GitOrigins.moves(project.scripts(), parent.manifest().flatMap(Manifest::commit)));
            List<String> notices = new ArrayList<>(folder.warnings());
            notices.addAll(comparison.notices());
            FileStamps asPackaged = folder.stamps().without(comparison.told());
            if (comparison.fresh().isEmpty()) {
                before.keepIfOther(project.local(), new ScriptsAsPackaged(parent.digest(), asPackaged));
                return new PackageResult.NothingNew(
                        parent.manifest().map(Manifest::version).orElse(""),
                        parent.changes().size(),
                        notices);
            }
            PackageResult.Packaged result = packaged(request, environments, key, store, parent, comparison, notices);
            new ScriptsAsPackaged(result.digest(), asPackaged).keep(project.local());
            return result;
        }
    }

    private PackageResult.Packaged packaged(
            PackageRequest request,
            List<String> environments,
            Optional<SigningKey> key,
            ArtifactStore store,
            ParentArtifact parent,
            Comparison comparison,
            List<String> notices) {
        Project project = request.project();
        List<Change> earlier = parent.changes();
        String version = request.version().orElseGet(() -> store.nextVersion(project.name()));
        Rework rework = comparison.rework();
        parent.manifest().ifPresent(manifest -> rework.refuseNeeded(manifest, paths(comparison.fresh())));
        Map<String, String> names = ChangeOrder.names(earlier, comparison.fresh());
        List<Comparison.Fresh> ordered = ChangeOrder.of(comparison.fresh(), names);
        GitOrigins.Found git = GitOrigins.find(
                project.scripts(), ordered.stream().map(f -> f.script().path()).collect(Collectors.toSet()));
        Map<String, String> parameters = referenceParameters(project, environments);
        List<Step> fresh = new ArrayList<>();
        for (Comparison.Fresh f : ordered) {
            Change change = change(f, git, occurrence(f, earlier), names);
            fresh.add(step(project, change, f.script(), environments, parameters));
        }
        List<Step> standing = parent.standing(parameters);
        PackageRules rules = PackageRules.before(
                project, product.dialect(), environments, standing, fresh, exemptions(ordered), LocalDate.now(clock));
        progress.note("Starting the reference database.");
        try (ReferenceUntilProved reference =
                new ReferenceUntilProved(product.reference(reference(project, environments)))) {
            Prover prover = new Prover(product.dialect(), reference.server(), parameters, progress, cancellation);
            Prover.Result proved = new ReworkProver(prover, parent, parameters, rework, notices).prove(standing, fresh);
            reference.stop();
            Beside<Schema> schema = Beside.of(() -> Schema.of(proved.after()));
            requireRollbacks(project, fresh, proved);
            Map<String, ChangeProof> proofs = rules.after(fresh, proved.changes(), proved.server());
            ArtifactContents contents = new NextArtifact(parent, comparison, git, fresh)
                    .contents(request, version, proved.server(), proofs, schema.found());
            ArtifactWriter.Written written = write(contents, store, key);
            new WrittenHere(project.local()).add(written);
            store.writeTimings(written.file(), new Timings(written.digest(), proved.took()));
            return new PackageResult.Packaged(
                    written.file(),
                    written.digest(),
                    contents.manifest(),
                    contents.proof(),
                    key.isPresent(),
                    proved.provedFromKept()
                            ? 0
                            : earlier.size() - rework.replaced().size(),
                    notices);
        }
    }

    /** The scripts, while the newest artifact is opened; what is wrong with the scripts is told first. */
    private ScriptFolder.Contents readWhile(Beside<ParentArtifact> opening, Project project, ScriptsAsPackaged before) {
        try {
            return ScriptFolder.read(project.scripts(), product.dialect(), before.files(), Instant.now());
        } catch (RuntimeException e) {
            try {
                opening.found().close();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** While this one was proved, another may have been packaged; two that continue the same one would be a fork. */
    private static ArtifactWriter.Written write(
            ArtifactContents contents, ArtifactStore store, Optional<SigningKey> key) {
        Manifest manifest = contents.manifest();
        try (StoreLock lock = store.lock()) {
            Optional<ArtifactSummary> newest = store.newest(manifest.project(), manifest.pipeline());
            if (!newest.map(ArtifactSummary::digest).equals(manifest.parent())) {
                throw SlipwayException.of(
                        ErrorCode.ARTIFACT_FORKED,
                        "While this was being packaged, another packaging wrote "
                                + newest.map(ArtifactSummary::version).orElse("nothing")
                                + ", which this artifact would not continue.",
                        "Package again.");
            }
            return new ArtifactWriter(key, Limits.DEFAULT)
                    .write(contents, store.file(manifest.project(), manifest.version()));
        }
    }

    private static void requireVersion(String version) {
        if (!ManifestCheck.isVersion(version)) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "'" + version.replaceAll("\\p{Cntrl}", "?") + "' is no version.",
                    "Begin with a letter or digit, and use letters, digits, '.', '_', '+' and '-'; at most 100.");
        }
    }

    private Optional<SigningKey> signingKey(Project project) {
        return project.signing().key().map(reference -> {
            if (NewProject.isKeyMissing(project)) {
                throw SlipwayException.of(
                        ErrorCode.SECRET_UNAVAILABLE,
                        "There is no signing key on this machine: " + reference + " does not exist.",
                        "Run 'slipway init' to make one of your own, and commit its public half; or put the key that"
                                + " the project signs with there.");
            }
            return reference.resolve(project.root(), processEnvironment).use(SigningKey::of);
        });
    }

    private static int occurrence(Comparison.Fresh fresh, List<Change> earlier) {
        return 1
                + (int) earlier.stream()
                        .filter(change -> change.id().equals(fresh.id())
                                && change.digest().equals(fresh.script().digest()))
                        .count();
    }

    private static Change change(
            Comparison.Fresh fresh, GitOrigins.Found git, int occurrence, Map<String, String> names) {
        Script script = fresh.script();
        return new Change(
                fresh.id(),
                script.path(),
                script.kind(),
                script.rerunnable(),
                script.digest(),
                script.tokenDigest(),
                script.rollback().map(Script.Rollback::digest),
                script.labels(),
                script.contexts(),
                script.header().requires().stream()
                        .map(name -> Objects.requireNonNull(names.get(name)))
                        .distinct()
                        .toList(),
                script.header().transaction(),
                script.header().timeout(),
                script.schema(),
                script.header().parameters(),
                fresh.before().map(Change::digest),
                occurrence,
                Optional.ofNullable(git.origins().get(script.path())),
                script.header().adopted());
    }

    /** Reads the script through once, so that what can be refused without a database is refused before one is made. */
    private Step step(
            Project project, Change change, Script script, List<String> environments, Map<String, String> values) {
        for (String name : environments) {
            for (String parameter : change.parameters()) {
                if (!project.environment(name).parameters().containsKey(parameter)) {
                    throw SlipwayException.of(
                                    ErrorCode.SCRIPT_PARAMETER_UNDEFINED,
                                    "The parameter '" + parameter + "' has no value in the environment '" + name + "'.",
                                    "Set it under 'parameters:' of '" + name + "' in slipway.yaml.")
                            .at(Location.of(script.path()));
                }
            }
        }
        ScriptSource apply = new ScriptSource(script.path(), script.text(), change.parameters(), values);
        ScriptScan.of(product.dialect(), apply);
        return new Step(
                change,
                apply,
                script.rollback().map(r -> new ScriptSource(r.path(), r.text(), change.parameters(), values)));
    }

    /** The reference database takes its own values, else those of the pipeline's first environment. */
    static Map<String, String> referenceParameters(Project project, List<String> environments) {
        Map<String, String> values = new TreeMap<>();
        if (!environments.isEmpty()) {
            values.putAll(project.environment(environments.get(0)).parameters());
        }
        values.putAll(project.referenceParameters());
        return values;
    }

    /**
     * The one schema that all of the pipeline's environments name. Scripts leave it out, so only there would the proof's
     * objects be called what they are called on the targets.
     */
    private static Optional<String> schema(Project project, List<String> environments) {
        Set<Optional<String>> schemas = environments.stream()
                .map(name ->
                        project.environment(name).schema().filter(schema -> !schema.contains(Databases.PLACEHOLDER)))
                .collect(Collectors.toSet());
        return schemas.size() == 1 ? schemas.iterator().next() : Optional.empty();
    }

    private ReferenceSettings reference(Project project, List<String> environments) {
        return new ReferenceSettings(
                project.reference().map(e -> project.address(e, processEnvironment)),
                project.local().resolve("reference"),
                project.name(),
                schema(project, environments));
    }

    private static Map<String, String> paths(List<Comparison.Fresh> fresh) {
        return fresh.stream()
                .collect(Collectors.toMap(Comparison.Fresh::id, f -> f.script().path()));
    }

    private static void requireRollbacks(Project project, List<Step> fresh, Prover.Result proved) {
        Proof proof = new Proof(proved.server(), proved.changes());
        for (Step step : fresh) {
            RollbackProof rollback = proof.of(step.change()).rollback();
            boolean enough = switch (project.rollback()) {
                case NONE -> true;
                case PRESENT -> rollback.result() != RollbackResult.NONE;
                case PROVED -> rollback.result() == RollbackResult.PROVED;
            };
            if (!enough && !step.change().rerunnable()) {
                throw SlipwayException.of(
                                ErrorCode.ROLLBACK_NOT_PROVED,
                                "This project wants every rollback "
                                        + project.rollback().name().toLowerCase(Locale.ROOT) + "; this one is "
                                        + rollback.result().text()
                                        + rollback.reason().map(r -> ": " + r).orElse("") + ".",
                                "Write or mend " + step.change().path().replaceAll("\\.sql$", ".rollback.sql")
                                        + ", or relax 'rollback:' in slipway.yaml.")
                        .at(Location.of(step.change().path()));
            }
        }
    }

    private static Map<String, List<Exemption>> exemptions(List<Comparison.Fresh> fresh) {
        return fresh.stream()
                .collect(Collectors.toMap(
                        f -> f.script().path(), f -> f.script().header().exemptions()));
    }
}
