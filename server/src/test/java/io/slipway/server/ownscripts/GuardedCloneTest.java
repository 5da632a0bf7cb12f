package io.slipway.server.ownscripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.notification.AddressGuard;
import io.slipway.testkit.Skips;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories over HTTP, served by Git itself. */
class GuardedCloneTest {
    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        Path repository = folder.resolve("served/app");
        try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
            Files.createDirectories(repository.resolve("db/migrations"));
            Files.writeString(repository.resolve("db/migrations/1_a.sql"), "CREATE TABLE a (id int);");
            Files.writeString(repository.resolve("README.md"), "An application.");
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("First")
                    .setSign(false)
                    .setAuthor("Ann", "ann@example.org")
                    .call();
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // another address of this machine, which is not among those that are let
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.2:9/app/.git/info/refs?service=git-upload-pack");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/app", this::backend);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void backend(HttpExchange exchange) throws IOException {
        ProcessBuilder program =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> environment = program.environment();
        environment.put("GIT_PROJECT_ROOT", folder.resolve("served").toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put(
                "QUERY_STRING",
                exchange.getRequestURI().getQuery() == null
                        ? ""
                        : exchange.getRequestURI().getQuery());
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        header(exchange, environment, "Content-Type", "CONTENT_TYPE");
        header(exchange, environment, "Content-Encoding", "HTTP_CONTENT_ENCODING");
        header(exchange, environment, "Git-Protocol", "GIT_PROTOCOL");
        Process process = program.start();
        process.getOutputStream().write(body);
        process.getOutputStream().close();
        byte[] said = process.getInputStream().readAllBytes();
        int end = new String(said, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        int status = 200;
        for (String line : new String(said, 0, end, StandardCharsets.ISO_8859_1).split("\r\n")) {
            String[] pair = line.split(": ", 2);
            if (pair[0].equals("Status")) {
                status = Integer.parseInt(pair[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(pair[0], pair[1]);
            }
        }
        exchange.sendResponseHeaders(status, said.length - end - 4);
        exchange.getResponseBody().write(said, end + 4, said.length - end - 4);
        exchange.close();
    }

    private static void header(HttpExchange exchange, Map<String, String> environment, String name, String variable) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private BroughtFiles files(String... allowed) {
        return new BroughtFiles(new AddressGuard(List.of(allowed), true), folder.resolve("work"));
    }

    @Test
    void theNewestCommitsScriptsAreTaken() {
        skipWithoutGit();
        Brought brought = files("127.0.0.1").cloned(url("/app/.git"));
        assertThat(brought.files()).containsExactly(Map.entry("ddl/1_a.sql", "CREATE TABLE a (id int);"));
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void whereTheGuardDoesNotLetNothingIsAsked() {
        assertThatThrownBy(() -> files().cloned(url("/app/.git")))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_REFUSED));
        assertThatThrownBy(() -> files("127.0.0.1").cloned("file://" + folder.resolve("served/app")))
                .isInstanceOf(SlipwayException.class);
    }

    @Test
    void aRedirectLeadsNowhereElse() {
        assertThatThrownBy(() -> files("127.0.0.1").cloned(url("/moved")))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("is not public");
    }

    @Test
    void whatIsNoRepositoryIsSaid() {
        assertThatThrownBy(() -> files("127.0.0.1").cloned(url("/nothing")))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_REFUSED));
    }

    private static void skipWithoutGit() {
        try {
            if (new ProcessBuilder("git", "--version").start().waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            Skips.outLoud("a repository over HTTP: there is no git on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Skips.outLoud("a repository over HTTP: git does not run");
    }
}
