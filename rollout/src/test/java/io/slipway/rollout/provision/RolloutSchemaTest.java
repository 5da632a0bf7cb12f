package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.team.RolloutFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The example with its sprints told in each way that there is. */
    private static List<String> samples() throws IOException {
        String right = read("payments.yaml");
        return Stream.of(
                        "{ first: 2026-10-05, days: 14, count: 12, name: \"S\" }",
                        "{ list: [{ name: A, first: 2026-10-05, last: 2026-10-18 }] }",
                        "{ feed: \"https://calendar.example.com/team.ics\" }",
                        "{ jira: { url: \"https://jira.example.com\", board: 7, token: \"${env:JIRA_TOKEN}\" } }")
                .map(sprints ->
                        right.replaceFirst("(?m)^sprints: .*$", Matcher.quoteReplacement("sprints: " + sprints)))
                .toList();
    }

    @Test
    void whatTheParserTakesIsValid() throws IOException {
        assertThat(complaints(read("template.yaml"))).isEmpty();
        for (String sample : samples()) {
            RolloutFile.parse(sample, "payments.yaml");
            assertThat(complaints(sample)).isEmpty();
        }
    }

    /** Every mistake that an editor can see is one for the parser, and the other way round. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            project: payments                | projekt: payments
            "${env:GIT_TOKEN}"               | hunter2
            jenkins                          | travis
            database: payments_dev           | database: Payments-Dev
            first: 2026-10-05                | first: 2026-10-35
            days: 14                         | days: 61
            count: 12                        | count: none
            first: 2026-10-05, days: 14      | feed: "https://calendar.example.com/x", days: 14
            duties: [dba]                    | duties: [dbo]
            ben@example.org                  | ben at example.org
            stakeholders: [ada, dora, carl]  | stakeholders: []
            stakeholders: [ada, dora, carl]  | stakeholders: [ada, ada]
            last: 2027-01-01                 | until: 2027-01-01
            days: [mon, tue, wed, thu, fri]  | days: [mo]
            from: "08:00"                    | from: 8 o'clock
            until: "18:00"                   | until: "25:00"
            holidays: [2026-12-25, 2027-01-01] | holidays: [Christmas]
            members: [vera]                  | members: []
            resolve: 16h                     | resolve: 2 days
            from: 2026-10-12, who: omar      | from: soon, who: omar
            minutes: 15                      | minutes: 3
            hands-on:                        | handson:
            minutes: 90                      | minutes: 10
            weekly: tue                      | weekly: never
            kind: jira                       | kind: bugzilla
            "project: PAY, "                 | ""
            "${secret:JIRA_TOKEN}"           | hunter2
            proposer-counts: true            | proposer-counts: maybe
            date-agreed: {}                  | date-agred: {}
            date-agreed: {}                  | date-agreed: { always: true }
            valid: 30d                       | valid: soon
            SELECT count(*)                  | DELETE
            rollbacks-proved                 | good
            waivers: [rita, carl]            | waivers: [rita]
            production: [prod]               | production: []
            failures: 10                     | failures: 101
            recovery: 8h                     | recovery: long
            """)
    void aMistakeIsOneForBoth(String right, @Nullable String wrong) throws IOException {
        String sample = read("payments.yaml");
        assertThat(sample).contains(right);
        String text = sample.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong == null ? "" : wrong));
        assertThat(complaints(text)).isNotEmpty();
        assertThatThrownBy(() -> RolloutFile.parse(text, "payments.yaml")).isInstanceOf(SlipwayException.class);
    }

    /** Asked what it knows anywhere in a file, the parser names what the schema names there. */
    @Test
    void itsKeysAreThoseOfTheParserEverywhere() throws IOException {
        Map<?, ?> schema = Reports.read(schema(), Map.class);
        List<String> asked = new ArrayList<>();
        for (String sample : samples()) {
            Map<String, Object> tree =
                    tree(YamlSection.read("payments.yaml", "the rollout file", ErrorCode.ROLLOUT_FILE_INVALID, sample));
            for (List<Object> way : ways(tree)) {
                Set<String> known = known(tree, way);
                if (!known.isEmpty()) {
                    assertThat(SchemaKeys.at(schema, way)).as(way.toString()).contains(known);
                    asked.add(way.toString());
                }
            }
        }
        // so that the test cannot pass on nothing
        assertThat(asked)
                .contains(
                        "[]",
                        "[people, ada]",
                        "[sprints, list, 0]",
                        "[sprints, jira]",
                        "[freezes, 0]",
                        "[provision, environments, dev]",
                        "[provision, manual, 0]",
                        "[support, tiers, L2, rota, 0]",
                        "[support, trackers, 1]",
                        "[trainings]",
                        "[trainings, hands-on]",
                        "[gates, no-test-rows]",
                        "[gates, rollbacks]",
                        "[hypercare]");
    }

    @Test
    void itsListsOfWordsAreThoseOfTheParser() throws IOException {
        Map<?, ?> properties = at(Reports.read(schema(), Map.class), "properties");
        assertThat(texts(at(properties, "provision", "properties", "ci", "items")))
                .containsExactlyElementsOf(
                        Arrays.stream(CiHost.values()).map(CiHost::text).toList());
        assertThat(texts(at(properties, "people", "additionalProperties", "properties", "duties", "items")))
                .containsExactlyElementsOf(
                        Arrays.stream(Duty.values()).map(Duty::text).toList());
        assertThat(at(properties, "gates", "properties").keySet().stream()
                        .map(String::valueOf)
                        .toList())
                .containsAll(
                        Arrays.stream(Standard.values()).map(Standard::text).toList())
                .hasSize(Standard.values().length + 1);
    }

    /** What the parser says that it knows at a place; empty where any name will do. */
    private static Set<String> known(Map<String, Object> tree, List<Object> way) {
        Map<String, Object> place = place(tree, way);
        place.put("unheard-of", "x");
        try {
            RolloutFile.parse(Reports.text(tree), "payments.yaml");
            throw new AssertionError("an unknown key is taken in " + way);
        } catch (SlipwayException e) {
            Matcher list = Pattern.compile("'unheard-of' is not known in .*; known are (.*)")
                    .matcher(String.valueOf(e.getMessage()));
            return list.matches() ? Set.of(list.group(1).split(", ")) : Set.of();
        } finally {
            place.remove("unheard-of");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> place(Map<String, Object> tree, List<Object> way) {
        Object place = tree;
        for (Object step : way) {
            place = step instanceof Integer index
                    ? ((List<?>) place).get(index)
                    : Objects.requireNonNull(((Map<?, ?>) place).get(step));
        }
        return (Map<String, Object>) place;
    }

    /** The ways to all mappings of a tree. */
    private static List<List<Object>> ways(Object tree) {
        List<List<Object>> ways = new ArrayList<>();
        if (tree instanceof Map<?, ?> map) {
            ways.add(List.of());
            map.forEach((key, value) -> ways(value).forEach(way -> ways.add(with(key, way))));
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int index = i;
                ways(list.get(i)).forEach(way -> ways.add(with(index, way)));
            }
        }
        return ways;
    }

    private static List<Object> with(Object first, List<Object> way) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(way);
        return all;
    }

    private static Map<String, Object> tree(YamlSection section) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (String key : section.names()) {
            tree.put(key, value(section, key));
        }
        return tree;
    }

    private static Object value(YamlSection section, String key) {
        if (section.isText(key)) {
            return section.text(key);
        }
        try {
            return tree(section.section(key).orElseThrow());
        } catch (SlipwayException noMapping) {
            try {
                return section.sections(key).stream()
                        .map(RolloutSchemaTest::tree)
                        .toList();
            } catch (SlipwayException noMappings) {
                return section.list(key);
            }
        }
    }

    private static Map<?, ?> at(Map<?, ?> tree, String... way) {
        Map<?, ?> place = tree;
        for (String key : way) {
            place = (Map<?, ?>) Objects.requireNonNull(place.get(key), key);
        }
        return place;
    }

    private static List<String> texts(Map<?, ?> items) {
        return ((List<?>) Objects.requireNonNull(items.get("enum")))
                .stream().map(String::valueOf).toList();
    }
}
