package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import io.slipway.server.access.Role;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each request has an id, and each line logged for it tells it. */
class RequestLogTest {
    private static final String ID = "X-Request-Id";

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private TestServer start(Operations.LogFormat format) {
        Path data = folder.resolve("data");
        TestServer server = TestServer.start(
                data,
                StoreSettings.embedded(data),
                "node-1",
                Map.of(),
                new Operations(format, Optional.empty(), Optional.empty(), List.of()));
        log.start();
        root().addAppender(log);
        return server;
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** As this server's own appender would have written it. */
    @SuppressWarnings("unchecked") // logback's own appenders encode its own events
    private static String written(ILoggingEvent event) {
        Encoder<ILoggingEvent> encoder = ((ConsoleAppender<ILoggingEvent>) root().getAppender("log")).getEncoder();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private ILoggingEvent logged(String part) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            for (ILoggingEvent event : List.copyOf(log.list)) {
                if (event.getFormattedMessage().contains(part)) {
                    return event;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError(part + " is not in " + log.list);
    }

    @Test
    void aLineTellsOnWhoseBehalfItWasWritten() throws Exception {
        try (TestServer server = start(Operations.LogFormat.JSON)) {
            Client lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            TestServer.Answer answer = lee.post("/api/projects", Map.of("definition", "nonsense"), ID, "from-ci-42.a");
            assertThat(answer.headers().firstValue(ID)).contains("from-ci-42.a");
            assertThat(answer.json().path("request").asString()).isEqualTo("from-ci-42.a");
            String line = written(logged("POST /api/projects"));
            assertThat(line).endsWith("\n").hasLineCount(1);
            JsonNode json = JsonMapper.builder().build().readTree(line);
            assertThat(json.path("request").asString()).as(line).isEqualTo("from-ci-42.a");
            assertThat(json.path("user").asString()).isEqualTo("lee");
            assertThat(json.path("level").asString()).isEqualTo("INFO");
            assertThat(json.path("@timestamp").asString()).isNotBlank();
        }
    }

    @Test
    void whatADeploymentLogsTellsItsNumber() throws Exception {
        try (TestServer server = start(Operations.LogFormat.TEXT)) {
            Client lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            SampleProject shop = SampleProject.make(folder.resolve("shop"));
            lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            lee.upload("shop", shop.pack());
            lee.ended(lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
            ILoggingEvent ended = logged("deploy to dev of shop: completed");
            assertThat(written(ended)).contains(" #1] ").hasLineCount(1);
        }
    }

    @Test
    void anIdThatCouldForgeSomethingIsReplaced() throws Exception {
        try (TestServer server = start(Operations.LogFormat.TEXT)) {
            for (String hostile :
                    List.of("a b", "<script>", "a".repeat(65), "%0a2026-01-01 ERROR", "\"},{", "", "-x", "\u00e9")) {
                String answered = raw(
                        server,
                        "GET /health HTTP/1.1\r\nHost: x\r\n" + ID + ": " + hostile + "\r\nConnection: close\r\n\r\n");
                String id = answered.replaceAll("(?s).*\r\n" + ID + ": ([^\r]*)\r\n.*", "$1");
                assertThat(id).as(hostile).matches("[0-9a-f-]{36}");
            }
            TestServer.Answer page = server.get("/nowhere", ID, "seen-by-me", "Cookie", "x=y");
            assertThat(page.body()).contains("seen-by-me");
        }
    }

    private static String raw(TestServer server, String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.url("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
