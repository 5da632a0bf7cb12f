package io.slipway.cli.load;

import io.slipway.enablement.scenario.Step;
import io.slipway.release.progress.Progress;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.lab.LabTasks;
import io.slipway.store.StoreSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many seats at work at once on one server, through its pages: how long do they wait for what? */
final class LabLoad {
    private static final String TASK = "package-your-first-script";
    private static final Pattern SECRET = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final SlipwayServer server;
    private final long lab;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, List<Long>> took = Map.of(
            "begin", Collections.synchronizedList(new ArrayList<>()),
            "ready", Collections.synchronizedList(new ArrayList<>()),
            "check", Collections.synchronizedList(new ArrayList<>()),
            "page", Collections.synchronizedList(new ArrayList<>()),
            "save", Collections.synchronizedList(new ArrayList<>()),
            "package", Collections.synchronizedList(new ArrayList<>()),
            "deployment", Collections.synchronizedList(new ArrayList<>()));

    private LabLoad(SlipwayServer server, long lab) {
        this.server = server;
        this.lab = lab;
    }

    /** @param arguments folder, number of seats, seconds of work, milliseconds between two things that somebody does */
    public static void main(String[] arguments) throws Exception {
        int seats = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        int pause = Integer.parseInt(arguments[3]);
        Path data = Path.of(arguments[0]).resolve("data");
        try (SlipwayServer server = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        StoreSettings.embedded(data),
                        "node-1",
                        Optional.empty(),
                        4,
                        ServerSettings.LARGEST_ARTIFACT,
                        Map.of()),
                Clock.systemUTC(),
                Progress.NONE)) {
            Caller trainer = caller(server, "trainer", List.of(new Grant(Role.ROLLOUT_MANAGER, "", "")));
            List<Caller> people = new ArrayList<>();
            for (int i = 0; i < seats; i++) {
                people.add(caller(server, "trainee" + i, List.of()));
            }
            long lab = server.part(LabDesk.class)
                    .open(
                            trainer,
                            "Load",
                            List.of(TASK),
                            people.stream().map(Caller::name).toList())
                    .number();
            new LabLoad(server, lab).run(people, seconds, pause);
            server.part(LabDesk.class).close(trainer, lab);
        }
    }

    private static Caller caller(SlipwayServer server, String name, List<Grant> grants) {
        Person person = server.part(People.class)
                .add("load", new People.NewPerson(name, name, Optional.empty(), Optional.empty()), grants);
        return new Caller(person, grants, Optional.empty());
    }

    private void run(List<Caller> people, int seconds, int pause) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(people.size());
        List<Future<Void>> all = new ArrayList<>();
        for (Caller person : people) {
            all.add(pool.submit(() -> {
                Visitor visitor = new Visitor(person);
                visitor.post("begin", "task", Map.of("task", TASK));
                visitor.awaitReady();
                return work(visitor, person, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds), pause);
            }));
        }
        for (Future<Void> one : all) {
            one.get();
        }
        pool.shutdown();
        print();
    }

    /** Looks, checks, and once in a while writes, packages and deploys. */
    private Void work(Visitor visitor, Caller person, long end, int pause) throws Exception {
        Random random = new Random(person.name().hashCode());
        LabTasks.Task task = server.part(LabTasks.class).named(TASK);
        boolean written = false;
        while (System.nanoTime() < end) {
            Thread.sleep(pause / 2 + random.nextInt(Math.max(1, pause)));
            visitor.get();
            visitor.post("check", "check", Map.of());
            if (!written && random.nextInt(4) == 0) {
                written = true;
                for (Step step : task.lab().solution()) {
                    if (step instanceof Step.Write write) {
                        visitor.post(
                                "save", "file", Map.of("path", write.file(), "version", "0", "text", write.text()));
                    }
                }
                visitor.post("package", "package", Map.of());
                visitor.post("deployment", "deployment", Map.of("environment", "dev"));
                visitor.post("check", "check", Map.of());
            }
        }
        return null;
    }

    private void print() {
        System.out.printf(Locale.ROOT, "| what | times | median ms | p95 ms | worst ms |%n|---|---|---|---|---|%n");
        for (String what : List.of("begin", "ready", "page", "check", "save", "package", "deployment")) {
            List<Long> all = new ArrayList<>(took.get(what));
            Collections.sort(all);
            if (!all.isEmpty()) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %d |%n",
                        what,
                        all.size(),
                        all.get(all.size() / 2),
                        all.get((int) Math.min(all.size() - 1, Math.ceil(all.size() * 0.95) - 1)),
                        all.get(all.size() - 1));
            }
        }
        long passed = server
                .part(LabDesk.class)
                .grid(server.part(LabDesk.class).find(lab).orElseThrow())
                .stream()
                .filter(LabDesk.Line::passedIt)
                .count();
        System.out.println("passed: " + passed);
        Runtime runtime = Runtime.getRuntime();
        System.out.println("heap in use: " + (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MB");
    }

    /** A browser without scripts. */
    private final class Visitor {
        private final String cookie;
        private final String secret;

        Visitor(Caller person) throws Exception {
            String session = Sessions.COOKIE + "=" + server.part(Sessions.class).start(person.person());
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/labs"))
                            .header("Cookie", session)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Matcher found = SECRET.matcher(page.body());
            if (!found.find()) {
                throw new IllegalStateException("no form on /labs: " + page.statusCode());
            }
            secret = found.group(1);
            String csrf = page.headers().allValues("Set-Cookie").stream()
                    .map(header -> header.replaceFirst(";.*", ""))
                    .reduce((one, other) -> one + "; " + other)
                    .orElse("");
            cookie = csrf.isEmpty() ? session : session + "; " + csrf;
        }

        void get() throws Exception {
            timed("page", HttpRequest.newBuilder(at("")).GET());
        }

        /** As long as a task is being prepared, its page comes again by itself. */
        void awaitReady() throws Exception {
            long start = System.nanoTime();
            while (timed("page", HttpRequest.newBuilder(at("")).GET())
                    .headers()
                    .firstValue("Refresh")
                    .isPresent()) {
                Thread.sleep(500);
            }
            took.get("ready").add((System.nanoTime() - start) / 1_000_000);
        }

        void post(String what, String path, Map<String, String> fields) throws Exception {
            StringBuilder body = new StringBuilder("_csrf=" + encoded(secret));
            fields.forEach(
                    (name, value) -> body.append('&').append(name).append('=').append(encoded(value)));
            timed(
                    what,
                    HttpRequest.newBuilder(at("/" + path))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        }

        private HttpResponse<String> timed(String what, HttpRequest.Builder request) throws Exception {
            long start = System.nanoTime();
            HttpResponse<String> answer =
                    client.send(request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
            took.get(what).add((System.nanoTime() - start) / 1_000_000);
            if (answer.statusCode() >= 400) {
                System.out.println(what + " was answered " + answer.statusCode());
            }
            return answer;
        }

        private URI at(String path) {
            return server.url().resolve("/labs/" + lab + "/seat" + path);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
