package io.slipway.cli.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Twenty people at once, each asking page after page; and one who fetches the files. */
final class LoadRun {
    /** Pages that are asked seldom and do much, such as a forecast, are compiled by then. */
    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private static final int NO_ANSWER = 0;
    private static final int ALONE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final ServerProcess server;
    private final LoadRoutes routes;
    private final Duration lasting;
    private final Duration pause;

    LoadRun(ServerProcess server, LoadRoutes routes, Duration lasting, Duration pause) {
        this.server = server;
        this.routes = routes;
        this.lasting = lasting;
        this.pause = pause;
    }

    private record Answer(long micros, int bytes, int status) {}

    void run() throws Exception {
        ask(routes.pages(), ConsoleLoad.USERS, WARM_UP, 1);
        Map<String, List<Answer>> answers = ask(routes.pages(), ConsoleLoad.USERS, lasting, 2);
        print("page", answers);
        System.out.println("heap after collection " + server.heapMegabytes() + " MB, peak of the process "
                + server.peakMegabytes() + " MB");
        alone();
        print("file", ask(routes.files(), 2, Duration.ofSeconds(10), 3));
        System.out.println("heap after collection " + server.heapMegabytes() + " MB, peak of the process "
                + server.peakMegabytes() + " MB");
    }

    /** What each page costs the server, whatever else the machine is busy with: by one person, in processor time. */
    private void alone() throws Exception {
        System.out.println("\n| page, by one person | processor ms | p50 ms |");
        System.out.println("|---|--:|--:|");
        for (LoadRoutes.Route route : routes.pages()) {
            Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            Random random = new Random(7);
            long before = server.processorMillis();
            for (int i = 0; i < ALONE; i++) {
                one(client, route, 0, random, answers);
            }
            List<Answer> sorted = new ArrayList<>(answers.getOrDefault(route.shown(), List.of()));
            sorted.sort(java.util.Comparator.comparingLong(Answer::micros));
            System.out.printf(
                    "| `%s` | %d | %.0f |%n",
                    route.shown(), (server.processorMillis() - before) / ALONE, at(sorted, 0.5));
        }
    }

    private Map<String, List<Answer>> ask(List<LoadRoutes.Route> asked, int users, Duration time, long seed)
            throws Exception {
        Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
        Instant end = Instant.now().plus(time);
        ExecutorService threads = Executors.newFixedThreadPool(users);
        List<Future<?>> people = new ArrayList<>();
        IntStream.range(0, users)
                .forEach(user -> people.add(threads.submit(() -> {
                    person(asked, user, end, new Random(seed * 1_000 + user), answers);
                    return null;
                })));
        for (Future<?> person : people) {
            person.get();
        }
        threads.shutdown();
        return answers;
    }

    /** Takes the pages in an order of their own, so that not all twenty are at the same one. */
    private void person(
            List<LoadRoutes.Route> asked, int user, Instant end, Random random, Map<String, List<Answer>> answers)
            throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<LoadRoutes.Route> order = new ArrayList<>(asked);
        while (Instant.now().isBefore(end)) {
            Collections.shuffle(order, random);
            for (LoadRoutes.Route route : order) {
                if (Instant.now().isAfter(end)) {
                    return;
                }
                one(client, route, user, random, answers);
                Thread.sleep(pause.toMillis() / 2 + random.nextLong(pause.toMillis() + 1));
            }
        }
    }

    private void one(
            HttpClient client, LoadRoutes.Route route, int user, Random random, Map<String, List<Answer>> answers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(routes.address(route, random)))
                .header("Cookie", "slipway_session=" + LoadPeople.secret(user))
                .timeout(PATIENCE)
                .build();
        long start = System.nanoTime();
        int bytes = 0;
        int status = NO_ANSWER;
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            bytes = response.body().length;
            status = response.statusCode();
        } catch (HttpTimeoutException e) {
            // counted with what was waited
        }
        long micros = (System.nanoTime() - start) / 1_000;
        answers.computeIfAbsent(route.shown(), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(new Answer(micros, bytes, status));
    }

    private static void print(String what, Map<String, List<Answer>> answers) {
        System.out.println("\n| " + what + " | answers | p50 ms | p95 ms | max ms | kB | not 200 |");
        System.out.println("|---|--:|--:|--:|--:|--:|---|");
        List<Answer> all = new ArrayList<>();
        new TreeMap<>(answers).forEach((route, each) -> {
            line(route, each);
            all.addAll(each);
        });
        line("all", all);
    }

    private static void line(String route, List<Answer> answers) {
        List<Answer> sorted = new ArrayList<>(answers);
        sorted.sort(java.util.Comparator.comparingLong(Answer::micros));
        Map<Integer, Integer> others = new TreeMap<>();
        sorted.stream().filter(a -> a.status() != 200).forEach(a -> others.merge(a.status(), 1, Integer::sum));
        System.out.printf(
                "| `%s` | %d | %.0f | %.0f | %.0f | %.0f | %s |%n",
                route,
                sorted.size(),
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 1),
                sorted.stream().mapToInt(Answer::bytes).average().orElse(0) / 1_024,
                others.isEmpty() ? "" : others.toString());
    }

    private static double at(List<Answer> sorted, double part) {
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(part * sorted.size()) - 1))
                                .micros()
                        / 1_000.0;
    }
}
