package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.team.RolloutFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The published schema of the rollout file knows just what the parser knows. */
class RolloutSchemaTest {
    private static final Path SCHEMA =
            Path.of(System.getProperty("basedir", "")).resolveSibling("docs/reference/rollout.schema.json");

    private static JsonNode schema() throws IOException {
        Path file = Files.exists(SCHEMA) ? SCHEMA : Path.of("../docs/reference/rollout.schema.json");
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<String> complaints(String yaml) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema());
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }

    private static String read(String file) throws IOException {
        try (var stream = Objects.requireNonNull(RolloutFile.class.getResourceAsStream(file))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theExampleAndTheTemplateAreValid() throws IOException {
        assertThat(complaints(read("payments.yaml"))).isEmpty();
        assertThat(complaints(read("template.yaml"))).isEmpty();
    }

    @Test
    void whatTheParserRefusesIsNotValid() throws IOException {
        String right = read("payments.yaml");
        assertThat(complaints(right.replace("project: payments", "projekt: payments")))
                .isNotEmpty();
        assertThat(complaints(right.replace("\"${env:GIT_TOKEN}\"", "hunter2"))).isNotEmpty();
        assertThat(complaints(right.replace("jenkins", "travis"))).isNotEmpty();
        assertThat(complaints(right.replace("database: payments_dev", "database: Payments-Dev")))
                .isNotEmpty();
    }

    @Test
    void itsKeysAreThoseOfTheParser() throws IOException {
        JsonNode properties = schema().path("properties");
        JsonNode provision = properties.path("provision").path("properties");
        assertThat(keys(properties)).containsExactlyInAnyOrderElementsOf(RolloutFile.KEYS);
        assertThat(keys(provision)).containsExactlyInAnyOrderElementsOf(ProvisionSection.KEYS);
        assertThat(keys(provision.path("repository").path("properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.REPOSITORY);
        assertThat(keys(provision.path("console").path("properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.CONSOLE);
        assertThat(keys(provision.path("manual").path("items").path("properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.MANUAL);
        assertThat(keys(provision
                        .path("environments")
                        .path("additionalProperties")
                        .path("properties")))
                .containsExactlyInAnyOrderElementsOf(EnvironmentsSection.KEYS);
        assertThat(texts(provision.path("ci").path("items").path("enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(CiHost.values()).map(CiHost::text).toList());
        assertThat(texts(properties.at("/people/additionalProperties/properties/duties/items/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Duty.values()).map(Duty::text).toList());
    }

    private static List<String> keys(JsonNode properties) {
        List<String> keys = new ArrayList<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
