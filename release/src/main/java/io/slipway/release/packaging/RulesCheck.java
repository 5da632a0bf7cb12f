package io.slipway.release.packaging;

import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.project.Project;
import io.slipway.release.rules.Finding;
import io.slipway.release.rules.Review;
import io.slipway.release.rules.ScriptUnderReview;
import io.slipway.release.rules.Severity;
import io.slipway.release.script.Script;
import io.slipway.release.script.ScriptFolder;
import io.slipway.release.sql.Dialect;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The verb {@code rules check}: looks scripts through without a database, before they are packaged. */
public final class RulesCheck {
    private final Dialect dialect;
    private final Clock clock;

    public RulesCheck(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * @param scripts paths relative to the scripts folder; when there are none, what is new
     * @param all every script, also what was packaged
     */
    public record Request(Project project, String pipeline, Set<String> scripts, boolean all) {}

    /** @param scripts those that were looked at, in the order in which they would run */
    public record Result(List<String> scripts, List<Finding> findings) {

        public boolean refused() {
            return findings.stream().anyMatch(finding -> finding.severity() == Severity.REFUSE);
        }
    }

    /** @throws SlipwayException the project's scripts cannot be read */
    public Result run(Request request) {
        Project project = request.project();
        List<Script> folder = ScriptFolder.read(project.scripts(), dialect).scripts();
        requireThere(request.scripts(), folder);
        List<Script> everything = inOrder(everything(folder));
        Optional<Manifest> parent = newest(request);
        List<Script> scripts = chosen(request, parent, folder, everything);
        Set<String> packaged = parent.map(Manifest::changes).orElse(List.of()).stream()
                .map(change -> version(change.path(), change.digest()))
                .collect(Collectors.toSet());
        Map<String, String> values = Packaging.referenceParameters(project, project.pipeline(request.pipeline()));
        Review review =
                new Review(dialect, project.rules(), project.pipeline(request.pipeline()), LocalDate.now(clock));
        review.look(
                before(everything, scripts)
                        .map(script -> source(script, values))
                        .toList(),
                IntStream.range(0, scripts.size())
                        .mapToObj(i -> underReview(
                                scripts.get(i),
                                packaged.contains(version(
                                                scripts.get(i).path(),
                                                scripts.get(i).digest()))
                                        ? 1 + i
                                        : 0,
                                values))
                        .toList());
        return new Result(scripts.stream().map(Script::path).toList(), review.findings());
    }

    private static String version(String path, String digest) {
        return path + "@" + digest;
    }

    private static List<Script> chosen(
            Request request, Optional<Manifest> parent, List<Script> folder, List<Script> everything) {
        if (request.all()) {
            return everything;
        }
        return request.scripts().isEmpty()
                ? inOrder(fresh(request.project(), parent, folder))
                : everything.stream()
                        .filter(script -> request.scripts().contains(script.path()))
                        .toList();
    }

    /** What stands before the first of the scripts, which is mostly what was packaged before. */
    private static Stream<Script> before(List<Script> everything, List<Script> scripts) {
        Set<String> paths = scripts.stream().map(Script::path).collect(Collectors.toSet());
        return everything.stream().takeWhile(script -> !paths.contains(script.path()));
    }

    /** @param release where it was packaged before, one of its own: nobody knows any more what went with it */
    private static ScriptUnderReview underReview(Script script, int release, Map<String, String> values) {
        return new ScriptUnderReview(
                script.path(),
                script.rerunnable(),
                script.kind().defines(),
                script.header().transaction(),
                release,
                source(script, values),
                script.header().exemptions());
    }

    private static ScriptSource source(Script script, Map<String, String> values) {
        return new ScriptSource(script.path(), script.text(), script.header().parameters(), values);
    }

    private static void requireThere(Set<String> wanted, List<Script> folder) {
        Set<String> known = folder.stream().map(Script::path).collect(Collectors.toSet());
        wanted.stream().filter(path -> !known.contains(path)).findFirst().ifPresent(path -> {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "There is no script '" + path + "' in the scripts folder.",
                    "Name scripts as they lie there, such as sql/ddl/1_shop.sql.");
        });
    }

    private static List<Comparison.Fresh> everything(List<Script> folder) {
        return Comparison.of(Optional.empty(), folder, List.of(), Map::of).fresh();
    }

    private static Optional<Manifest> newest(Request request) {
        return new ArtifactStore(request.project().artifacts(), Limits.DEFAULT)
                .newest(request.project().name(), request.pipeline())
                .map(ArtifactSummary::file)
                .map(file -> {
                    try (var artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
                        return artifact.manifest();
                    }
                });
    }

    private static List<Comparison.Fresh> fresh(Project project, Optional<Manifest> parent, List<Script> folder) {
        return Comparison.of(
                        parent,
                        folder,
                        List.of(),
                        () -> GitOrigins.moves(project.scripts(), parent.flatMap(Manifest::commit)))
                .fresh();
    }

    /** As they would run; what they require of earlier artifacts is not asked for. */
    private static List<Script> inOrder(List<Comparison.Fresh> fresh) {
        Map<String, String> names = ChangeOrder.names(List.of(), fresh);
        fresh.forEach(each -> each.script().header().requires().forEach(name -> names.putIfAbsent(name, name)));
        return ChangeOrder.of(fresh, names).stream()
                .map(Comparison.Fresh::script)
                .toList();
    }
}
