package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.slipway.release.report.Reports;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.support.HoursSection;
import io.slipway.rollout.team.RolloutFile;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.rollout.training.TrainingSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The published schema of the rollout file knows just what the parser knows. */
class RolloutSchemaTest {
    private static final Path SCHEMA =
            Path.of(System.getProperty("basedir", "")).resolveSibling("docs/reference/rollout.schema.json");

    private static String schema() throws IOException {
        return Files.readString(Files.exists(SCHEMA) ? SCHEMA : Path.of("../docs/reference/rollout.schema.json"));
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
        assertThat(complaints(right.replace("hands-on:", "handson:"))).isNotEmpty();
        assertThat(complaints(right.replace("minutes: 90", "minutes: 10"))).isNotEmpty();
        assertThat(complaints(right.replace("database: payments_dev", "database: Payments-Dev")))
                .isNotEmpty();
    }

    @Test
    void itsKeysAreThoseOfTheParser() throws IOException {
        Map<?, ?> properties = at(Reports.read(schema(), Map.class), "properties");
        Map<?, ?> provision = at(properties, "provision", "properties");
        assertThat(keys(properties)).containsExactlyInAnyOrderElementsOf(RolloutFile.KEYS);
        assertThat(keys(provision)).containsExactlyInAnyOrderElementsOf(ProvisionSection.KEYS);
        assertThat(keys(at(provision, "repository", "properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.REPOSITORY);
        assertThat(keys(at(provision, "console", "properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.CONSOLE);
        assertThat(keys(at(provision, "manual", "items", "properties")))
                .containsExactlyInAnyOrderElementsOf(ProvisionSection.MANUAL);
        assertThat(keys(at(provision, "environments", "additionalProperties", "properties")))
                .containsExactlyInAnyOrderElementsOf(EnvironmentsSection.KEYS);
        assertThat(keys(at(properties, "trainings", "properties")))
                .containsExactlyInAnyOrderElementsOf(TrainingSection.KEYS);
        for (TrainingKind kind : TrainingKind.values()) {
            assertThat(keys(at(properties, "trainings", "properties", kind.text(), "properties")))
                    .containsExactlyInAnyOrderElementsOf(TrainingSection.TRAINING);
        }
        assertThat(keys(at(properties, "trainings", "properties", "hours", "properties")))
                .containsExactlyInAnyOrderElementsOf(HoursSection.KEYS);
        assertThat(texts(at(provision, "ci", "items")))
                .containsExactlyElementsOf(
                        Arrays.stream(CiHost.values()).map(CiHost::text).toList());
        assertThat(texts(at(properties, "people", "additionalProperties", "properties", "duties", "items")))
                .containsExactlyElementsOf(
                        Arrays.stream(Duty.values()).map(Duty::text).toList());
    }

    private static Map<?, ?> at(Map<?, ?> tree, String... way) {
        Map<?, ?> place = tree;
        for (String key : way) {
            place = (Map<?, ?>) Objects.requireNonNull(place.get(key), key);
        }
        return place;
    }

    private static List<String> keys(Map<?, ?> properties) {
        return properties.keySet().stream().map(String::valueOf).toList();
    }

    private static List<String> texts(Map<?, ?> items) {
        return ((List<?>) Objects.requireNonNull(items.get("enum")))
                .stream().map(String::valueOf).toList();
    }
}
