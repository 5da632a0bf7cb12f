package io.slipway.studio.footage;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.release.error.SlipwayException;
import io.slipway.studio.text.PaperFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a person decides about cuts. It is served on this machine only, under an address that nobody can
 * guess, and answers no page of another origin.
 */
public final class CutServer implements AutoCloseable {
    /** More no list of cuts has. */
    private static final int LARGEST_BODY = 2 << 20;

    private static final int MOST_PASSED_OVER = 64 << 20;

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; media-src"
            + " 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private final HttpServer server;
    private final ExecutorService threads;
    private final String host;
    private final String root;
    private final CutFile file;
    private final FilmAnswer film;

    private CutServer(HttpServer server, ExecutorService threads, CutFile file, Footage footage) {
        this.server = server;
        this.threads = threads;
        this.file = file;
        this.film = new FilmAnswer(footage.file());
        this.host = "127.0.0.1:" + server.getAddress().getPort();
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        this.root = "/" + HexFormat.of().formatHex(secret) + "/";
    }

    /** What the page sends: what a person decided, and on which revision they looked. */
    private record Decided(int revision, List<Cut> cuts, List<CutList.Chapter> chapters) {}

    static CutServer start(CutFile file, Footage footage) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "cut-page");
                thread.setDaemon(true);
                return thread;
            });
            CutServer page = new CutServer(server, threads, file, footage);
            server.createContext("/", page::handle);
            server.setExecutor(threads);
            server.start();
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page is. Whoever has the address may decide, so it is shown to the person alone. */
    public URI address() {
        return URI.create("http://" + host + root);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            String path = exchange.getRequestURI().getPath();
            if (!ofThisPage(exchange)) {
                answer(exchange, 403, "text/plain", "This page is for the person who opened it.");
            } else if (path.length() >= root.length() && known(path)) {
                route(exchange, path.substring(root.length()));
            } else {
                answer(exchange, 404, "text/plain", "There is nothing here.");
            }
        }
    }

    /** Another name for this address, or a page of elsewhere, has no business here. */
    private boolean ofThisPage(HttpExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return host.equals(exchange.getRequestHeaders().getFirst("Host"))
                && (origin == null || origin.equals("http://" + host));
    }

    private boolean known(String path) {
        return MessageDigest.isEqual(
                root.getBytes(StandardCharsets.UTF_8),
                path.substring(0, root.length()).getBytes(StandardCharsets.UTF_8));
    }

    private void route(HttpExchange exchange, String name) throws IOException {
        String method = exchange.getRequestMethod();
        if (method.equals("PUT") && name.equals("cuts")) {
            save(exchange);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            answer(exchange, 405, "text/plain", "This cannot be done here.");
        } else {
            switch (name) {
                case "" -> answer(exchange, 200, "text/html", PaperFile.text(CutServer.class, "cuts.html"));
                case "cuts.css" -> answer(exchange, 200, "text/css", PaperFile.text(CutServer.class, name));
                case "cuts.js", "timeline.js" ->
                    answer(exchange, 200, "text/javascript", PaperFile.text(CutServer.class, name));
                case "cuts" -> answer(exchange, 200, "application/json", CutFile.text(file.read()));
                case "wave" -> answer(exchange, 200, "application/json", file.wave());
                case "film" -> film.to(exchange);
                default -> answer(exchange, 404, "text/plain", "There is nothing here.");
            }
        }
    }

    private void save(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            passOver(exchange.getRequestBody());
            answer(exchange, 413, "text/plain", "That is more than a list of cuts.");
            return;
        }
        try {
            @Nullable Decided decided = MAPPER.readValue(body, Decided.class);
            if (decided == null) {
                answer(exchange, 400, "text/plain", "This is no list of cuts: null");
                return;
            }
            answer(exchange, 200, "application/json", CutFile.text(save(decided)));
        } catch (JsonProcessingException e) {
            answer(exchange, 400, "text/plain", "This is no list of cuts: " + e.getOriginalMessage());
        } catch (StaleList e) {
            answer(exchange, 409, "text/plain", "Somebody else saved meanwhile. Load the page again.");
        } catch (SlipwayException e) {
            answer(exchange, 400, "text/plain", e.getMessage());
        }
    }

    /** A sender whose connection breaks while it still sends may never read the answer. */
    private static void passOver(InputStream rest) throws IOException {
        byte[] some = new byte[1 << 16];
        int passed = 0;
        for (int read = 0; read >= 0 && passed < MOST_PASSED_OVER; passed += read) {
            read = rest.read(some);
        }
    }

    private synchronized CutList save(Decided decided) throws StaleList {
        CutList now = file.read();
        if (decided.revision() != now.revision()) {
            throw new StaleList();
        }
        CutList list = now.saved(decided.cuts(), decided.chapters()).checked();
        file.write(list);
        return list;
    }

    /** What was decided is about a list that is no more. */
    private static final class StaleList extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
