package io.slipway.cli.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of the console as the published table of access has them, which a test holds to the route table. */
final class ConsoleRoutes implements LoadRoutes {
    private static final Pattern ROW = Pattern.compile("\\| `GET (/[^`]*)` \\|.*");
    private final LoadSize size;
    private final List<Route> routes;

    private ConsoleRoutes(LoadSize size, List<Route> routes) {
        this.size = size;
        this.routes = routes;
    }

    static ConsoleRoutes read(Path table, LoadSize size) throws IOException {
        List<Route> routes = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()
                    && !row.group(1).startsWith("/api/")
                    && !row.group(1).startsWith("/openapi")) {
                queries(row.group(1))
                        .forEach(query -> routes.add(new Route(row.group(1), query, query.contains("format="))));
            }
        }
        return new ConsoleRoutes(size, routes);
    }

    @Override
    public List<Route> pages() {
        return routes.stream().filter(route -> !route.file()).toList();
    }

    @Override
    public List<Route> files() {
        return routes.stream().filter(Route::file).toList();
    }

    /** What pages are asked for beside their bare address: the longest lists and the rarest finds. */
    private static List<String> queries(String path) {
        return switch (path) {
            case "/" -> List.of("", "attention=true", "q=p01");
            case "/audit" ->
                List.of(
                        "",
                        "project={project}",
                        "actor=user7&action=signed-in",
                        "action=role-given&project=nowhere",
                        "before={event}",
                        "verify=true");
            case "/audit/export" -> List.of("format=csv");
            case "/search" -> List.of("q={version}", "q={path}", "q=customer", "q={number}", "q=nothing-at-all");
            case "/projects/{project}/artifacts/{version}" -> List.of("", "all=true", "all=true&from=2000");
            case "/projects/{project}/artifacts/{version}/changes/{index}" -> List.of("", "rollback=true");
            case "/projects/{project}/deployments" -> List.of("", "in={environment}", "before={number}");
            case "/projects/{project}/environments/{environment}" ->
                List.of("", "event=applied", "text=customer", "before=1000");
            case "/projects/{project}/environments/{environment}/history" -> List.of("format=csv");
            case "/projects/{project}/forecast" -> List.of("version={newest}&environment={environment}&skipGate=true");
            default -> List.of("");
        };
    }

    @Override
    public String address(Route route, Random random) {
        int project = random.nextInt(size.projects());
        int artifact = random.nextInt(size.artifacts());
        int last = size.deployments() / size.projects() - 1;
        // every tenth of a project's deployments that are looked at is its largest
        int turn = random.nextInt(10) == 0 ? last : random.nextInt(last);
        int number = turn * size.projects() + (project == 0 ? size.projects() : project);
        return route.shown()
                .replace("{project}", LoadSize.project(project))
                .replace("{environment}", LoadSize.ENVIRONMENTS[random.nextInt(LoadSize.ENVIRONMENTS.length)])
                .replace("{version}", LoadSize.version(artifact))
                .replace("{newest}", LoadSize.version(size.artifacts() - 1))
                .replace("{index}", Integer.toString(random.nextInt(size.changesOf(artifact))))
                .replace(
                        "{path}",
                        LoadArtifacts.path(random.nextInt(size.changes())).substring(4))
                .replace("{number}", Integer.toString(Math.min(number, size.deployments())))
                .replace("{event}", Integer.toString(random.nextInt(size.audit())));
    }
}
