package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.testkit.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets after real requests and deployments. Each test looks at series that no other one moves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
    private Path folder;
    private TestServer server;
    private Client admin;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.DBA);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Not a number when there is no such series. */
    private double value(String series) throws Exception {
        String scraped = admin.get("/metrics").body();
        return scraped.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void deploymentsAreCountedByHowTheyEnd() throws Exception {
        String completed = "slipway_deployments_seconds_count{result=\"completed\",verb=\"deploy\"}";
        assertThat(value(completed)).as("there before the first").isZero();
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        admin.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        admin.upload("shop", shop.pack());
        for (String environment : new String[] {"dev", "qa"}) {
            admin.ended(admin.post(
                    "/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", environment)));
        }
        awaitValue(completed, 2);
        assertThat(value("slipway_deployments_seconds_sum{result=\"completed\",verb=\"deploy\"}"))
                .isPositive();
        admin.post(
                "/api/projects/shop/deployments",
                Map.of("artifact", "latest", "environment", "prod", "reason", "needed"));
        assertThat(value("slipway_approvals_waiting")).isEqualTo(1);
        assertThat(value("slipway_deployments_queued")).isZero();
        assertThat(value("slipway_environments_in_doubt")).isZero();
    }

    /** It is measured once the answer is written, which is after its reader has it. */
    private void awaitValue(String series, double wanted) throws Exception {
        for (int i = 0; i < 50 && value(series) != wanted; i++) {
            Thread.sleep(100);
        }
        assertThat(value(series)).isEqualTo(wanted);
    }

    @Test
    void requestsAreCountedByEndpointWhateverIsAskedFor() throws Exception {
        List<String> before = requestSeries(admin.get("/metrics").body());
        for (int i = 0; i < 20; i++) {
            assertThat(admin.get("/api/projects/nowhere-" + i).status()).isEqualTo(404);
            server.get("/stranger-" + i);
            server.send("BREW" + i, "/health", "");
        }
        awaitValue(
                "slipway_http_requests_seconds_count{method=\"GET\",route=\"/api/projects/{project}\",status=\"404\"}",
                20);
        String scraped = admin.get("/metrics").body();
        assertThat(scraped).doesNotContain("nowhere").doesNotContain("stranger").doesNotContain("BREW");
        List<String> added = requestSeries(scraped);
        added.removeAll(before);
        assertThat(added).hasSizeLessThan(10);
    }

    private static List<String> requestSeries(String scraped) {
        return scraped.lines()
                .filter(line -> line.startsWith("slipway_http_requests_seconds_count"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void whoeverMayNotIsNotToldAnything() throws Exception {
        assertThat(server.get("/metrics").status()).isEqualTo(401);
        assertThat(Client.of(server, "dev", Role.DEVELOPER).get("/metrics").status())
                .isEqualTo(403);
        assertThat(server.get("/metrics").headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
    }

    /** The table in the docs is that of a running server. */
    @Test
    void theReferenceNamesEachOfOurs() throws Exception {
        // a request is in the scrape after its own
        String scrapes = "slipway_http_requests_seconds_count{method=\"GET\",route=\"/metrics\",status=\"200\"}";
        for (int i = 0; i < 50 && Double.isNaN(value(scrapes)); i++) {
            Thread.sleep(100);
        }
        String scraped = admin.get("/metrics").body();
        Map<String, String> rows = new TreeMap<>();
        Matcher help = Pattern.compile("# HELP (\\S+) (.*)\n# TYPE \\S+ (\\S+)\n((?!#).*)")
                .matcher(scraped);
        while (help.find()) {
            // which collector runs is the machine's choice, and so are its metrics
            if (help.group(1).startsWith("slipway_")) {
                rows.put(
                        help.group(1),
                        "| `" + help.group(1) + "` | " + help.group(3) + " | " + labels(help.group(4)) + " | "
                                + help.group(2).strip() + " |\n");
            }
        }
        assertThat(rows).hasSizeGreaterThan(9);
        assertThat(scraped).contains("jvm_memory_used_bytes").contains("process_cpu_usage");
        Golden.ofRepository("docs/reference").check("metrics.md", """
                # Metrics

                Made from a running server by `MetricsTest`; don't edit it here. `./mvnw -pl server -am test -Dtest=MetricsTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true` makes it anew. How they are read, and what to be woken for, is in [server.md](../server.md#monitoring).

                | metric | type | labels | |
                |---|---|---|---|
                """ + String.join("", rows.values()) + """

                Those about the store (queued, running, waiting, in doubt, failed) are the same on every node: take their maximum, not their sum. They are `NaN` while the store does not answer. A histogram has `_bucket`, `_count` and `_sum`, in seconds. Beside these are those of the Java virtual machine, `jvm_…`, and of the process, `process_…` and `system_…`, as Micrometer names them.
                """);
    }

    private static String labels(String sample) {
        return Pattern.compile("([a-z_]+)=\"")
                .matcher(sample)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .map(label -> "`" + label + "`")
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
