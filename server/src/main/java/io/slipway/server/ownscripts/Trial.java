package io.slipway.server.ownscripts;

import io.slipway.database.postgresql.SeatServer;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.plan.Selection;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.report.FindingReport;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.rules.Severity;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import io.slipway.server.lab.SeatTurns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries scripts as the engine would package, deploy and roll them back, on databases that go with it. */
final class Trial {
    /** After so many scripts that do not run, the rest would only tell of what they lack. */
    private static final int MOST_FAILURES = 8;

    /** Of what was left out so many names are told. */
    private static final int SHOWN = 5;

    /** Of each verb: hundreds of scripts are proved one by one. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final SeatServer databases;
    private final SeatTurns turns;
    private final String role;
    private final Secret password;
    private final Path folder;
    private final Clock clock;
    private final DatabaseProduct product;
    private final List<Report.Finding> findings = new ArrayList<>();
    private final List<FindingReport> look = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param folder whose {@code sql} holds the scripts; what is left out is taken from it
     * @param leftOut names of what was brought and is no script
     */
    Trial(
            SeatServer databases,
            SeatTurns turns,
            String role,
            Secret password,
            Path folder,
            List<String> leftOut,
            Clock clock) {
        this.databases = databases;
        this.turns = turns;
        this.role = role;
        this.password = password;
        this.folder = folder;
        this.clock = clock;
        this.product = databases.product(role + "_", role, password);
        if (!leftOut.isEmpty()) {
            int more = leftOut.size() - SHOWN;
            notes.add("Left out, since their names do not end in .sql: "
                    + String.join(", ", leftOut.subList(0, Math.min(SHOWN, leftOut.size())))
                    + (more > 0 ? " and " + more + " more." : "."));
        }
    }

    Report run() {
        String database = role + "_target";
        databases.makeDatabase(database, role);
        Project project = project(database);
        Optional<PackageResult.Packaged> packaged = pack(project);
        if (packaged.isEmpty()) {
            return report(List.of(), Optional.empty(), Optional.empty(), "");
        }
        PackageResult.Packaged made = packaged.get();
        notes.addAll(made.notices());
        made.changes().forEach(change -> {
            lacking(change, made.proof().of(change));
            againstRules(change, made.proof().of(change));
        });
        List<Report.ProvedScript> scripts = made.changes().stream()
                .map(change -> script(change, made.proof().of(change)))
                .toList();
        try (Artifact artifact = ArtifactReader.open(made.artifact(), Limits.DEFAULT)) {
            Targets targets = new Targets(List.of(product), variables());
            String before = fingerprint(targets, project);
            Optional<Report.Deployed> deployed = deploy(targets, project, artifact);
            Optional<Report.RolledBack> back = deployed.flatMap(done -> rollBack(targets, project, artifact, before));
            return report(scripts, deployed, back, made.proof().server());
        }
    }

    private Report report(
            List<Report.ProvedScript> scripts,
            Optional<Report.Deployed> deployed,
            Optional<Report.RolledBack> back,
            String server) {
        findings.sort(Comparator.comparing(Report.Finding::weight));
        return new Report(server, scripts, findings, look, notes, deployed, back);
    }

    private Project project(String database) {
        return ProjectFile.parse(
                "project: own-scripts\ndatabase: postgresql\nscripts: sql\nreference: embedded\nenvironments:\n"
                        + "  trial: { url: \"" + databases.url(database) + "\", user: " + role
                        + ", password: \"${env:TRIAL}\" }\npipelines:\n  main: [trial]\n",
                folder);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        password.use(value -> variables.put("TRIAL", value));
        return variables;
    }

    /** Packages all, and where one does not run, all but that: so more than the first mistake is told. */
    private Optional<PackageResult.Packaged> pack(Project project) {
        Set<Path> left = new HashSet<>();
        while (left.size() <= MOST_FAILURES) {
            LastStep last = new LastStep();
            try {
                PackageResult result = work(cancellation -> new Packaging(product, Map.of(), last, cancellation)
                        .run(new PackageRequest(project, "main", Optional.empty())));
                return result instanceof PackageResult.Packaged packaged ? Optional.of(packaged) : Optional.empty();
            } catch (SlipwayException refused) {
                SlipwayException e = last.placed(refused);
                findings.add(failed(e));
                Optional<Path> script = e.location().flatMap(this::script);
                if (script.isEmpty() || !left.add(script.get()) || stoppedForLong(e)) {
                    return Optional.empty();
                }
                leaveOut(script.get());
            }
        }
        notes.add("After " + left.size() + " scripts that do not run, the rest was not tried: mend these first.");
        return Optional.empty();
    }

    private <T> T work(Function<Cancellation, T> verb) {
        return turns.run(role, LONGEST, verb);
    }

    private static boolean stoppedForLong(SlipwayException e) {
        return e.code() == ErrorCode.LAB_STOPPED && e.getMessage().contains("took longer");
    }

    private Report.Finding failed(SlipwayException e) {
        Optional<String> tried = Reasons.of(e.getMessage());
        boolean stopped = tried.isPresent() || e.code() == ErrorCode.LAB_STOPPED;
        return new Report.Finding(
                stopped ? Report.Weight.STOPPED : Report.Weight.FAILED,
                e.location().map(Location::toString).orElse(""),
                tried.map(said -> said + ": " + e.getMessage()).orElse(e.getMessage()),
                help(e, stopped));
    }

    private static String help(SlipwayException e, boolean stopped) {
        if (e.code() == ErrorCode.LAB_STOPPED) {
            return "Mend it, then bring the scripts again.";
        }
        return stopped ? "It was stopped. Scripts run as the application's role, here as everywhere." : e.help();
    }

    /** The script that an error is in, if it is one of those here. */
    private Optional<Path> script(Location location) {
        String name = location.path().replaceFirst("^sql/", "").replaceAll("\\.rollback\\.sql$", ".sql");
        Path path = folder.resolve("sql").resolve(name).normalize();
        return path.startsWith(folder) && Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    private static void leaveOut(Path script) {
        String name = script.getFileName().toString();
        for (String each : List.of(name, name.replaceAll("\\.sql$", ".rollback.sql"))) {
            try {
                Files.deleteIfExists(script.resolveSibling(each));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void lacking(Change change, ChangeProof proof) {
        RollbackProof rollback = proof.rollback();
        if (change.rerunnable() || rollback.result() == RollbackResult.PROVED) {
            return;
        }
        boolean none = rollback.result() == RollbackResult.NONE;
        findings.add(new Report.Finding(
                Report.Weight.ROLLBACK,
                change.path(),
                none
                        ? "It has no rollback."
                        : "Its rollback does not take it back: "
                                + rollback.reason().orElse("unknown").replaceFirst("([^.!?])$", "$1."),
                none
                        ? "Write " + change.path().replaceAll("\\.sql$", ".rollback.sql") + "."
                        : "Mend " + change.path().replaceAll("\\.sql$", ".rollback.sql") + "."));
    }

    /** What rules warn of, rollbacks aside: those are to be mended anyway. */
    private void againstRules(Change change, ChangeProof proof) {
        proof.findings().stream()
                .filter(seen ->
                        Severity.named(seen.severity()).orElse(Severity.NOTE).compareTo(Severity.WARN) >= 0)
                .filter(seen -> !seen.rule().startsWith("rollback-"))
                .map(seen -> FindingReport.of(change.path(), seen))
                .forEach(look::add);
    }

    private static Report.ProvedScript script(Change change, ChangeProof proof) {
        return new Report.ProvedScript(
                change.path(),
                change.kind().folder(),
                proof.statements(),
                proof.rows(),
                proof.rollback().result().text(),
                proof.locks().stream()
                        .filter(lock -> lock.mode().equals("AccessExclusiveLock"))
                        .map(LockSeen::object)
                        .toList());
    }

    private static String fingerprint(Targets targets, Project project) {
        try (Target target = targets.open(project, project.environment("trial"))) {
            return target.catalogue().fingerprint();
        }
    }

    private Optional<Report.Deployed> deploy(Targets targets, Project project, Artifact artifact) {
        Environment environment = project.environment("trial");
        return told(() -> work(cancellation -> {
            DeployResult result = new Deployment(targets, clock, Progress.NONE, cancellation)
                    .run(new DeployRequest(project, environment, artifact, Selection.ALL, actor(), false, PATIENCE));
            if (result instanceof DeployResult.Failed failed) {
                throw failed.error();
            }
            return result instanceof DeployResult.Completed completed
                    ? new Report.Deployed(completed.applied().size(), completed.millis())
                    : new Report.Deployed(0, 0);
        }));
    }

    private static Actor actor() {
        return new Actor("own-scripts", Optional.empty(), Optional.empty());
    }

    /** The last changes, as far back as each has a rollback that was proved. */
    private Optional<Report.RolledBack> rollBack(Targets targets, Project project, Artifact artifact, String before) {
        List<Change> last = new ArrayList<>(artifact.manifest().standing());
        Collections.reverse(last);
        Set<String> keys = new HashSet<>();
        for (Change change : last) {
            if (artifact.proof().of(change).rollback().result() != RollbackResult.PROVED) {
                notes.add("Rolling back stopped before " + change.path() + ", whose rollback is not proved.");
                break;
            }
            keys.add(change.key());
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        boolean all = keys.size() == last.size();
        return told(() -> work(cancellation -> {
            DeployResult result = new Rollback(targets, clock, Progress.NONE, cancellation)
                    .run(new RollbackRequest(
                            project,
                            project.environment("trial"),
                            artifact,
                            new RollbackScope.These(keys, false),
                            false,
                            actor(),
                            PATIENCE));
            if (result instanceof DeployResult.Failed failed) {
                throw failed.error();
            }
            return new Report.RolledBack(
                    keys.size(), all && fingerprint(targets, project).equals(before));
        }));
    }

    private <T> Optional<T> told(Supplier<T> verb) {
        try {
            return Optional.of(verb.get());
        } catch (SlipwayException e) {
            findings.add(failed(e));
            return Optional.empty();
        }
    }

    /** Knows which script was at work when a session was ended from outside: no error of the database's says so. */
    private static final class LastStep implements Progress {
        private String path = "";

        @Override
        public void begin(String task, int steps) {}

        @Override
        public void step(String what) {
            path = what;
        }

        @Override
        public void end() {}

        @Override
        public void note(String sentence) {}

        SlipwayException placed(SlipwayException e) {
            return e.location().isPresent() || path.isEmpty() ? e : e.at(Location.of(path));
        }
    }
}
