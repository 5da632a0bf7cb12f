package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.slipway.server.access.Role;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets of a request and of the deployment that it asked for. */
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CANARY = "canary-in-a-statement-71c3";

    @TempDir
    private Path folder;

    private TestServer start(Collector collector) {
        Path data = folder.resolve("data");
        return TestServer.start(
                data,
                StoreSettings.embedded(data),
                "node-7",
                Map.of(),
                new Operations(Operations.LogFormat.TEXT, Optional.empty(), Optional.of(collector.url()), List.of()));
    }

    @Test
    void oneTraceFromTheRequestToTheStatement() throws Exception {
        try (Collector collector = new Collector()) {
            try (TestServer server = start(collector)) {
                Client lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
                SampleProject shop = SampleProject.make(folder.resolve("shop"));
                shop.script(
                        "002_rows",
                        "INSERT INTO customer VALUES (1, '" + CANARY + "');\nINSERT INTO customer VALUES (2, '');",
                        "DELETE FROM customer;");
                shop.script("003_bad", "CREATE TABLE late (id integer);", "DROP TABLE late;");
                lee.post(
                        "/api/projects",
                        Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
                lee.upload("shop", shop.pack());
                try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE late (x integer)");
                }
                lee.ended(lee.post(
                        "/api/projects/shop/deployments",
                        Map.of("artifact", "latest", "environment", "dev", "reason", CANARY),
                        "traceparent",
                        "00-" + TRACE + "-00f067aa0ba902b7-01"));
                server.get("/projects/" + CANARY);
                server.get("/health");
            }
            List<Span> ours = collector.spans().stream()
                    .filter(span -> hex(span.getTraceId()).equals(TRACE))
                    .toList();
            Span request = only(ours, "POST /api/projects/{project}/deployments");
            assertThat(hex(request.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
            Span deployment = only(ours, "deploy");
            assertThat(deployment.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(deployment.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(deployment.toString()).contains("slipway.result").contains("partial");
            List<Span> changes = named(ours, "change");
            assertThat(changes)
                    .hasSize(3)
                    .allMatch(change -> change.getParentSpanId().equals(deployment.getSpanId()));
            List<Span> statements = named(ours, "statement");
            assertThat(statements.stream()
                            .filter(s ->
                                    s.getParentSpanId().equals(changes.get(1).getSpanId())))
                    .hasSize(2);
            assertThat(statements.stream()
                            .filter(s -> s.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                            .map(Span::getParentSpanId))
                    .containsExactly(changes.get(2).getSpanId());
            assertThat(collector.text())
                    .contains("node-7")
                    .doesNotContain(CANARY)
                    .doesNotContain("INSERT")
                    .doesNotContain("/health");
        }
    }

    private static Span only(List<Span> spans, String name) {
        assertThat(named(spans, name)).as("%s", spans).hasSize(1);
        return named(spans, name).get(0);
    }

    private static List<Span> named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
