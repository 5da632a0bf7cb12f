package io.slipway.release.packaging;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.ArtifactWriter;
import io.slipway.release.artifact.Beside;
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
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Databases;
import io.slipway.release.project.NewProject;
import io.slipway.release.project.Project;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.script.Exemption;
import io.slipway.release.script.Script;
import io.slipway.release.script.ScriptFolder;
import io.slipway.release.script.ScriptText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Beside<OptionalArtifact> opening = Beside.of(() -> new OptionalArtifact(
                store.newest(project.name(), request.pipeline()).map(ArtifactSummary::file)));
        ScriptFolder.Contents folder = readWhile(opening, project);
        try (OptionalArtifact parent = opening.found()) {
            Comparison comparison = Comparison.of(
                    parent.manifest(),
                    folder.scripts(),
                    () -> GitOrigins.moves(project.scripts(), parent.manifest().flatMap(Manifest::commit)));
            List<String> notices = new ArrayList<>(folder.warnings());
            notices.addAll(comparison.notices());
            List<Change> earlier = parent.manifest().map(Manifest::changes).orElse(List.of());
            if (comparison.fresh().isEmpty()) {
                return new PackageResult.NothingNew(
                        parent.manifest().map(Manifest::version).orElse(""), earlier.size(), notices);
            }
            String version = request.version().orElseGet(() -> store.nextVersion(project.name()));
            Rework rework = comparison.rework();
            parent.manifest().ifPresent(manifest -> rework.refuseNeeded(manifest, paths(comparison.fresh())));
            Map<String, String> names = ChangeOrder.names(earlier, comparison.fresh());
            List<Comparison.Fresh> ordered = ChangeOrder.of(comparison.fresh(), names);
            GitOrigins.Found git = GitOrigins.find(
                    project.scripts(),
                    ordered.stream().map(f -> f.script().path()).collect(Collectors.toSet()));
            List<Step> fresh = new ArrayList<>();
            for (Comparison.Fresh f : ordered) {
                fresh.add(step(project, change(f, git, occurrence(f, earlier), names), f.script(), environments));
            }
            List<Step> standing = standing(project, parent, environments);
            PackageRules rules = PackageRules.before(
                    project,
                    product.dialect(),
                    environments,
                    standing,
                    fresh,
                    exemptions(ordered),
                    LocalDate.now(clock));
            progress.note("Starting the reference database.");
            try (ReferenceUntilProved reference =
                    new ReferenceUntilProved(product.reference(reference(project, environments)))) {
                Prover.Result proved =
                        prove(project, reference.server(), parent, standing, fresh, rework, environments, notices);
                reference.stop();
                Beside<Schema> schema = Beside.of(() -> Schema.of(proved.after()));
                requireRollbacks(project, fresh, proved);
                Manifest manifest = manifest(
                        request,
                        version,
                        parent,
                        comparison,
                        git,
                        fresh.stream().map(Step::change).toList());
                Proof proof = proof(parent, proved.server(), rules.after(fresh, proved.changes()));
                ArtifactContents contents = new ArtifactContents(
                        manifest,
                        proof,
                        schema.found(),
                        texts(parent, earlier, ordered),
                        rollbacks(parent, earlier, ordered));
                ArtifactWriter.Written written = write(contents, store, key);
                store.writeTimings(written.file(), new Timings(written.digest(), proved.took()));
                return new PackageResult.Packaged(
                        written.file(),
                        written.digest(),
                        manifest,
                        proof,
                        key.isPresent(),
                        proved.provedFromKept()
                                ? 0
                                : earlier.size() - rework.replaced().size(),
                        notices);
            }
        }
    }

    /** The scripts, while the newest artifact is opened; what is wrong with the scripts is told first. */
    private ScriptFolder.Contents readWhile(Beside<OptionalArtifact> opening, Project project) {
        try {
            return ScriptFolder.read(project.scripts(), product.dialect());
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
    private Step step(Project project, Change change, Script script, List<String> environments) {
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
        Map<String, String> values = referenceParameters(project, environments);
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

    private Prover.Result prove(
            Project project,
            ReferenceServer server,
            OptionalArtifact parent,
            List<Step> standing,
            List<Step> fresh,
            Rework rework,
            List<String> environments,
            List<String> notices) {
        Map<String, String> values = referenceParameters(project, environments);
        Prover prover = new Prover(product.dialect(), server, values, progress, cancellation);
        Prover.Result proved = proveWithout(prover, standing, fresh, rework);
        Optional<Prover.Way> way = rework.isEmpty()
                ? Optional.empty()
                : proveRework(prover, parent, standing, fresh, rework, values, notices);
        way.ifPresent(taken -> rework.requireSame(proved.after(), taken.after(), pathsOf(fresh)));
        return way.isEmpty()
                ? proved
                : proved.with(Rework.seen(
                        parent.artifact().orElseThrow().proof(), way.get().rollbacks()));
    }

    private static List<Step> standing(Project project, OptionalArtifact parent, List<String> environments) {
        Map<String, String> values = referenceParameters(project, environments);
        return parent.manifest().map(Manifest::standing).orElse(List.of()).stream()
                .map(change -> earlier(parent, change, values))
                .toList();
    }

    /** The way of a database that never had what is reworked. */
    private static Prover.Result proveWithout(Prover prover, List<Step> standing, List<Step> fresh, Rework rework) {
        try {
            return prover.prove(
                    standing.stream()
                            .filter(step -> !rework.replaces(step.change()))
                            .toList(),
                    fresh);
        } catch (SlipwayException e) {
            throw rework.blamed(e, standing, pathsOf(fresh));
        }
    }

    private static Step earlier(OptionalArtifact parent, Change change, Map<String, String> values) {
        Artifact artifact = parent.artifact().orElseThrow();
        return new Step(
                change,
                new ScriptSource(change.path(), artifact.text(change), change.parameters(), values),
                artifact.rollback(change)
                        .map(text ->
                                new ScriptSource(change.path() + " (rollback)", text, change.parameters(), values)));
    }

    /**
     * The way of a database that has the replaced versions: the rollback of each, then the new one.
     *
     * @return empty when no such database can take the artifact, for want of a proved rollback
     */
    private static Optional<Prover.Way> proveRework(
            Prover prover,
            OptionalArtifact parent,
            List<Step> standing,
            List<Step> fresh,
            Rework rework,
            Map<String, String> values,
            List<String> notices) {
        Proof before = parent.artifact().orElseThrow().proof();
        List<Step> way = new ArrayList<>();
        boolean open = true;
        for (Step step : fresh) {
            Change old = rework.replaced().get(step.change().id());
            if (old != null && Rework.hasProvedRollback(old, before)) {
                notices.add(step.change().path() + " is reworked: where the version before ran, its rollback runs"
                        + " first; elsewhere only the new one.");
                way.add(new Step(old, earlier(parent, old, values).rollback().orElseThrow(), Optional.empty()));
            } else if (old != null) {
                open = false;
                notices.add(step.change().path() + " is reworked, and the version before has no proved rollback:"
                        + " an environment that has it will refuse this artifact.");
            }
            way.add(step);
        }
        return open ? Optional.of(prover.run(standing, way, step -> rework.replaces(step.change()))) : Optional.empty();
    }

    private static Map<String, String> paths(List<Comparison.Fresh> fresh) {
        return fresh.stream()
                .collect(Collectors.toMap(Comparison.Fresh::id, f -> f.script().path()));
    }

    private static Map<String, String> pathsOf(List<Step> steps) {
        return steps.stream()
                .collect(Collectors.toMap(s -> s.change().id(), s -> s.change().path()));
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

    private Manifest manifest(
            PackageRequest request,
            String version,
            OptionalArtifact parent,
            Comparison comparison,
            GitOrigins.Found git,
            List<Change> fresh) {
        List<Change> changes =
                new ArrayList<>(parent.manifest().map(Manifest::changes).orElse(List.of()));
        int firstNew = changes.size();
        changes.addAll(fresh);
        Map<String, List<String>> renames =
                new TreeMap<>(parent.manifest().map(Manifest::renames).orElse(Map.of()));
        comparison.renames().forEach((id, path) -> {
            List<String> paths = new ArrayList<>(renames.getOrDefault(id, List.of()));
            paths.add(path);
            renames.put(id, paths);
        });
        boolean allCommitted = fresh.stream().allMatch(change -> change.origin().isPresent());
        return new Manifest(
                Manifest.FORMAT_VERSION,
                request.project().name(),
                request.project().database(),
                request.pipeline(),
                version,
                parent.artifact().map(Artifact::digest),
                parent.manifest().map(Manifest::version),
                firstNew,
                git.commit().filter(c -> allCommitted),
                renames,
                changes);
    }

    private static Map<String, List<Exemption>> exemptions(List<Comparison.Fresh> fresh) {
        return fresh.stream()
                .collect(Collectors.toMap(
                        f -> f.script().path(), f -> f.script().header().exemptions()));
    }

    private static Proof proof(OptionalArtifact parent, String server, Map<String, ChangeProof> proved) {
        Map<String, ChangeProof> changes = new LinkedHashMap<>();
        parent.artifact().ifPresent(artifact -> changes.putAll(artifact.proof().changes()));
        changes.putAll(proved);
        return new Proof(server, changes);
    }

    private static Map<String, ScriptText> texts(
            OptionalArtifact parent, List<Change> earlier, List<Comparison.Fresh> fresh) {
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        parent.artifact().ifPresent(artifact -> earlier.forEach(c -> texts.put(c.digest(), artifact.text(c))));
        fresh.forEach(f -> texts.putIfAbsent(f.script().digest(), f.script().text()));
        return texts;
    }

    private static Map<String, ScriptText> rollbacks(
            OptionalArtifact parent, List<Change> earlier, List<Comparison.Fresh> fresh) {
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        parent.artifact()
                .ifPresent(artifact -> earlier.forEach(c -> c.rollback()
                        .ifPresent(
                                digest -> texts.put(digest, artifact.rollback(c).orElseThrow()))));
        fresh.forEach(f -> f.script().rollback().ifPresent(r -> texts.putIfAbsent(r.digest(), r.text())));
        return texts;
    }

    /** The newest artifact, if there is one, open for as long as a packaging lasts. */
    private static final class OptionalArtifact implements AutoCloseable {
        private final Optional<Artifact> artifact;

        OptionalArtifact(Optional<Path> file) {
            artifact = file.map(path -> ArtifactReader.open(path, Limits.DEFAULT));
        }

        Optional<Artifact> artifact() {
            return artifact;
        }

        Optional<Manifest> manifest() {
            return artifact.map(Artifact::manifest);
        }

        @Override
        public void close() {
            artifact.ifPresent(Artifact::close);
        }
    }
}
