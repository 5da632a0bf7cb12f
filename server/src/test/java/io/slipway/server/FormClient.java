package io.slipway.server;

import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a browser does without scripts: keeps cookies, and sends forms with the secret that their page holds. */
final class FormClient {
    private static final Pattern SECRET = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final TestServer server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    FormClient(TestServer server) {
        this.server = server;
    }

    /** Somebody who is signed in. */
    static FormClient of(TestServer server, Person person) {
        FormClient client = new FormClient(server);
        client.cookies.put(Sessions.COOKIE, server.session(person));
        return client;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    TestServer.Answer get(String path) throws Exception {
        return kept(server.get(path, headers()));
    }

    /** Sends a form with the secret of the page that everybody may see. */
    TestServer.Answer post(String path, Map<String, String> fields) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", secret());
        return postAsItIs(path, all);
    }

    TestServer.Answer postAsItIs(String path, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return kept(server.send(
                HttpRequest.newBuilder(server.url(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/x-www-form-urlencoded"),
                headers()));
    }

    /** @param body parts, parted by {@code b} */
    TestServer.Answer multipart(String path, String body) throws Exception {
        return kept(server.send(
                HttpRequest.newBuilder(server.url(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "multipart/form-data; boundary=b"),
                headers()));
    }

    /** Sends a form with one file, named {@code file}. */
    TestServer.Answer uploaded(String path, Path file) throws Exception {
        String head = "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + secret()
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName()
                + "\"\r\nContent-Type: application/zip\r\n\r\n";
        return kept(server.send(
                HttpRequest.newBuilder(server.url(path))
                        .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                                head.getBytes(StandardCharsets.UTF_8),
                                Files.readAllBytes(file),
                                "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8))))
                        .header("Content-Type", "multipart/form-data; boundary=b"),
                headers()));
    }

    /** The secret that a form must bring; it goes with the cookie that came with the page. */
    String secret() throws Exception {
        Matcher secret = SECRET.matcher(get("/sign-in").body());
        if (!secret.find()) {
            throw new AssertionError("the form holds no secret");
        }
        return secret.group(1);
    }

    private String[] headers() {
        List<String> headers = new ArrayList<>();
        if (!cookies.isEmpty()) {
            headers.add("Cookie");
            headers.add(cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; ")));
        }
        return headers.toArray(String[]::new);
    }

    private TestServer.Answer kept(TestServer.Answer answer) {
        answer.headers().allValues("Set-Cookie").forEach(header -> {
            String pair = header.substring(0, header.indexOf(';'));
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.isEmpty()) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        });
        return answer;
    }
}
