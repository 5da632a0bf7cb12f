package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The server's OpenAPI document, and a client that holds every request and answer against it. */
final class OpenApiContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");
    private final TestServer server;
    private final JsonNode document;
    private final Set<String> called = new TreeSet<>();
    private List<String> credentials = List.of();

    private OpenApiContract(TestServer server, JsonNode document) {
        this.server = server;
        this.document = document;
    }

    static OpenApiContract of(TestServer server) throws Exception {
        TestServer.Answer answer = server.get("/openapi.json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new OpenApiContract(server, JSON.readTree(answer.body()));
    }

    /** As it is published. */
    String document() {
        try {
            return JSON.writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
                            .writeValueAsString(document)
                    + "\n";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as {@code GET /api/projects}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(verb -> {
                    if (VERBS.contains(verb.getKey())) {
                        operations.add(verb.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Operations that lack a summary, a way to fail, or a schema of what they answer. */
    List<String> undescribed() {
        List<String> lacking = new ArrayList<>();
        for (String name : operations()) {
            JsonNode operation = operation(name);
            JsonNode responses = operation.path("responses");
            boolean failing = responses
                    .at("/default/content/application~1problem+json/schema/$ref")
                    .asText()
                    .endsWith("/Problem");
            boolean answers = responses.properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .anyMatch(response -> response.getKey().equals("204")
                            || response.getValue().path("content").elements().hasNext());
            if (operation.path("summary").asText().isBlank() || !failing || !answers) {
                lacking.add(name);
            }
        }
        return lacking;
    }

    Set<String> neverCalled() {
        Set<String> never = operations();
        never.removeAll(called);
        return never;
    }

    void by(Client client) {
        credentials = List.of("Authorization", client.authorization());
    }

    /** Of a runner, or any other. */
    void byToken(String token) {
        credentials = List.of("Authorization", "Bearer " + token);
    }

    /** Of somebody who is known by a header of their own. */
    void byHeader(String name, String value) {
        credentials = List.of(name, value);
    }

    /** A browser's session, with the secret of its forms. */
    void bySession(String cookie) throws Exception {
        TestServer.Answer page = server.get("/me", "Cookie", cookie);
        String form = page.headers().allValues("Set-Cookie").stream()
                .filter(c -> c.startsWith("slipway_form="))
                .map(c -> c.substring(0, c.indexOf(';')))
                .findFirst()
                .orElseThrow();
        String secret = page.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        credentials = List.of("Cookie", cookie + "; " + form, "X-XSRF-TOKEN", secret);
    }

    TestServer.Answer get(int status, String path) throws Exception {
        return checked("GET", status, path, server.get(path, credentials.toArray(String[]::new)));
    }

    TestServer.Answer post(int status, String path, Map<String, ?> body) throws Exception {
        return send("POST", status, path, body);
    }

    TestServer.Answer send(String verb, int status, String path, Map<String, ?> body) throws Exception {
        String text = JSON.writeValueAsString(body);
        JsonNode wanted = operation(match(verb, path)).path("requestBody").at("/content/application~1json/schema");
        if (!wanted.isMissingNode() && status / 100 == 2) {
            assertThat(problems(wanted, JSON.readTree(text)))
                    .as("request " + verb + " " + path)
                    .isEmpty();
        }
        return checked(verb, status, path, server.send(verb, path, text, credentials.toArray(String[]::new)));
    }

    TestServer.Answer upload(int status, String path, Path file) throws Exception {
        assertThat(operation(match("POST", path)).at("/requestBody/content").has("application/zip"))
                .isTrue();
        return checked("POST", status, path, server.upload(path, file, credentials.toArray(String[]::new)));
    }

    private TestServer.Answer checked(String verb, int status, String path, TestServer.Answer answer) throws Exception {
        String what = verb + " " + path + " → " + answer.status() + " " + answer.body();
        assertThat(answer.status()).as(what).isEqualTo(status);
        String name = match(verb, path);
        JsonNode responses = operation(name).path("responses");
        JsonNode response = responses.path(responses.has(String.valueOf(status)) ? String.valueOf(status) : "default");
        if (status / 100 == 2) {
            assertThat(responses.has(String.valueOf(status))).as(what).isTrue();
            called.add(name);
        }
        if (status == 204) {
            assertThat(answer.body()).isEmpty();
            return answer;
        }
        String kind = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content").path(kind);
        assertThat(content.isMissingNode()).as("no " + kind + " in " + what).isFalse();
        if (kind.endsWith("json")) {
            assertThat(problems(content.path("schema"), JSON.readTree(answer.body())))
                    .as(what)
                    .isEmpty();
        }
        return answer;
    }

    private Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", strict(document.path("components")));
        return SCHEMAS.getSchema(whole).validate(value);
    }

    /** An answer may hold nothing that the document does not know: then the document would be behind. */
    private static JsonNode strict(JsonNode components) {
        JsonNode copy = components.deepCopy();
        copy.path("schemas").forEach(schema -> {
            if (schema.has("properties") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return copy;
    }

    private JsonNode operation(String name) {
        int space = name.indexOf(' ');
        return document.path("paths")
                .path(name.substring(space + 1))
                .path(name.substring(0, space).toLowerCase(java.util.Locale.ROOT));
    }

    /** The operation whose path fits; one without variables before one with. */
    private String match(String verb, String path) {
        String plain = path.replaceAll("\\?.*", "");
        return operations().stream()
                .filter(name -> name.startsWith(verb + " "))
                .filter(name ->
                        Pattern.matches(name.substring(verb.length() + 1).replaceAll("\\{[^}]+}", "[^/]+"), plain))
                .min(java.util.Comparator.comparingInt(name -> name.indexOf('{') < 0 ? 0 : 1))
                .orElseThrow(() -> new AssertionError("the document has no " + verb + " " + plain));
    }
}
