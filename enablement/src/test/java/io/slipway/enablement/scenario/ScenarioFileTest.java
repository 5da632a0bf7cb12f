package io.slipway.enablement.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser, the published schema and the scenarios that come with Slipway agree. */
class ScenarioFileTest {
    private static final Path SCHEMA = Path.of("../docs/reference/scenario.schema.json");
    private static final String RIGHT = """
            scenario: first
            title: The first one
            audience: team-lead
            summary: You can do it.
            start: [{ sprint: sprint-1, on: [dev] }]
            rollout: false
            chapters:
              - title: One
                as: dba
                steps:
                  - say: Look.
                  - write: { file: sql/ddl/1.sql, text: SELECT 1 }
                  - run: slipway status
                    expect: { exit: 4, output: [ gate, 7 ] }
                    seconds: 5
                  - open: /projects/shop
                  - click: { role: button, name: Save, in: { role: row, name: dev, part: true } }
                  - fill: { field: Password, with: hush, secret: true }
                  - fill: { field: Artifact, upload: "artifacts/*.zip" }
                  - show: { picture: done, focus: { text: Saved }, caption: It is saved. }
                  - check: { environment: dev, sql: select 1, equals: 1 }
                  - wait: { role: heading, name: Done, seconds: 60 }
            """;
    private static final String LAB = RIGHT + """
            lab:
              minutes: 15
              task: Do it.
              files: [{ file: sql/ddl/2.sql, text: SELECT 2 }]
              check:
                - { environment: dev, sql: select 1, equals: 1, say: Not yet. }
                - { environment: dev, rolled-back: ddl/1.sql, say: Not back. }
              hints: [ Think ]
              wrong:
                - when: [{ environment: dev, applied: ddl/9.sql }]
                  say: That is another one.
                  steps:
                    - write: { file: sql/ddl/9.sql, text: SELECT 9 }
                    - run: slipway package
              solution:
                - run: slipway deploy latest --to qa
            """;

    private static List<String> complaints(String yaml) throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(SCHEMA))
                .validate(yaml, InputFormat.YAML)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static Path folder() throws URISyntaxException {
        URI index = Objects.requireNonNull(Scenarios.class.getResource("/io/slipway/enablement/scenarios/index"))
                .toURI();
        return Objects.requireNonNull(Path.of(index).getParent());
    }

    static List<Path> files() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyKindOfStepIsRead() throws IOException {
        Scenario scenario = ScenarioFile.parse(RIGHT, "first.yaml");
        assertThat(complaints(RIGHT)).isEmpty();
        assertThat(scenario.steps()).extracting(Step::verb).containsAll(StepSection.VERBS);
        assertThat(scenario.actor(scenario.chapters().get(0))).isEqualTo(Actor.DBA);
        assertThat(scenario.secrets()).containsExactly("hush");
        assertThat(scenario.steps().get(2)).isInstanceOfSatisfying(Step.Run.class, run -> {
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.output()).containsExactly("gate", "7");
            assertThat(run.limit()).isEqualTo(Duration.ofSeconds(5));
            assertThat(run.at().line()).isEqualTo(13);
        });
        assertThat(scenario.steps().get(4))
                .isInstanceOfSatisfying(
                        Step.Click.class,
                        click -> assertThat(click.element().shown()).isEqualTo("the button 'Save' in the row 'dev'"));
        assertThat(scenario.steps().get(5))
                .isInstanceOfSatisfying(
                        Step.Fill.class,
                        fill -> assertThat(fill.content()).isEqualTo(new Step.Fill.Content.Text("hush", true)));
        assertThat(scenario.steps().get(7))
                .isInstanceOfSatisfying(
                        Step.Show.class,
                        show -> assertThat(show.focus())
                                .isEqualTo(Optional.of(
                                        new Element(new Element.Kind.Text(), "Saved", false, Optional.empty()))));
    }

    /** Every mistake that an editor can see is one for the parser, and the other way round. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            scenario: first                  | scenario: The first
            audience: team-lead              | audience: boss
            summary: You can do it.          | sumary: You can do it.
            as: dba                          | as: dbo
            say: Look.                       | tell: Look.
            say: Look.                       | say: ""
            file: sql/ddl/1.sql              | file: ../outside.sql
            file: sql/ddl/1.sql              | file: /etc/passwd
            text: SELECT 1                   | texts: SELECT 1
            exit: 4                          | exit: 256
            seconds: 5                       | seconds: 0
            seconds: 60                      | seconds: 601
            open: /projects/shop             | open: "//elsewhere.example.com"
            open: /projects/shop             | open: "https://elsewhere.example.com"
            open: /projects/shop             | open: /projects/a b
            open: /projects/shop             | "open: /projects/a|b"
            open: /projects/shop             | open: /projects/<a>
            open: /projects/shop             | open: /projects/a\\b
            open: /projects/shop             | open: /projects/a%2
            role: button, name: Save         | role: knob, name: Save
            role: button, name: Save         | name: Save
            field: Password                  | field: Password, role: textbox
            with: hush                       | width: hush
            with: hush                       | with: hush, upload: a.zip
            picture: done                    | picture: Done!
            focus: { text: Saved }           | focus: { text: Saved, name: Saved }
            environment: dev                 | environments: dev
            sprint: sprint-1                 | sprint: 1
            rollout: false                   | rollout: perhaps
            """)
    void aMistakeIsToldByBoth(String right, String wrong) throws IOException {
        String text = RIGHT.replace(right, wrong);
        assertThat(text).isNotEqualTo(RIGHT);
        assertThatThrownBy(() -> ScenarioFile.parse(text, "first.yaml"))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCENARIO_INVALID);
                    assertThat(e.location().orElseThrow().line()).isPositive();
                });
        assertThat(complaints(text)).as("the schema about " + wrong).isNotEmpty();
    }

    @Test
    void aLabIsRead() throws IOException {
        assertThat(complaints(LAB)).isEmpty();
        Lab lab = ScenarioFile.parse(LAB, "first.yaml").lab().orElseThrow();
        assertThat(lab.length()).isEqualTo(Duration.ofMinutes(15));
        assertThat(lab.files()).extracting(Step.Write::file).containsExactly("sql/ddl/2.sql");
        assertThat(lab.check().get(1).condition()).isInstanceOfSatisfying(Condition.Told.class, told -> {
            assertThat(told.what()).isEqualTo(Condition.What.ROLLED_BACK);
            assertThat(told.change()).isEqualTo("ddl/1.sql");
        });
        assertThat(lab.solution()).hasSize(1);
    }

    @Test
    void withoutAnotherSolutionTheScenariosFilesAndCommandsAreIt() {
        String text = LAB.substring(0, LAB.indexOf("  solution:"));
        assertThat(ScenarioFile.parse(text, "first.yaml").lab().orElseThrow().solution())
                .extracting(Step::shown)
                .containsExactly("sql/ddl/1.sql", "slipway status");
    }

    /** As above, of the section for labs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            minutes: 15                | minutes: 0
            minutes: 15                | minutes: 121
            task: Do it.               | task: ""
            file: sql/ddl/2.sql        | file: ../2.sql
            equals: 1, say: Not yet.   | say: Not yet.
            say: Not back.             | said: Not back.
            rolled-back: ddl/1.sql     | rolled-back: ddl/1.sql, equals: 1
            rolled-back: ddl/1.sql     | rolledback: ddl/1.sql
            applied: ddl/9.sql         | applied: ddl/9.sql, not-applied: ddl/9.sql
            hints: [ Think ]           | hints: []
            run: slipway package       | run: psql -c x
            run: slipway package       | run: slipway deploy 1.0.0 --to dev
            run: slipway package       | open: /projects
            - run: slipway deploy latest --to qa | - run: rm -r /
            """)
    void aMistakeInALabIsToldByBoth(String right, String wrong) throws IOException {
        String text = LAB.replace(right, wrong);
        assertThat(text).isNotEqualTo(LAB);
        assertThatThrownBy(() -> ScenarioFile.parse(text, "first.yaml"))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCENARIO_INVALID);
                    assertThat(e.location().orElseThrow().line()).isGreaterThan(20);
                });
        assertThat(complaints(text)).as("the schema about " + wrong).isNotEmpty();
    }

    /** Seats have no team that is on its way live. */
    @Test
    void aLabHasNoRollout() throws IOException {
        String text = LAB.replace("rollout: false", "rollout: true");
        assertThatThrownBy(() -> ScenarioFile.parse(text, "first.yaml"))
                .hasMessageContaining("leave out 'rollout' or 'lab'");
        assertThat(complaints(text)).isNotEmpty();
    }

    @Test
    void aPictureHasItsNameForItself() {
        assertThatThrownBy(() -> ScenarioFile.parse(RIGHT + "      - show: { picture: done }\n", "first.yaml"))
                .hasMessageContaining("is called 'done' already");
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatComesWithSlipwayIsReadAndValid(Path file) throws IOException {
        Scenario scenario = ScenarioFile.read(file);
        assertThat(file.getFileName()).hasToString(scenario.name() + ".yaml");
        assertThat(complaints(Files.readString(file))).isEmpty();
        assertThat(scenario.steps().stream().map(Step::verb))
                .as("a scenario that nobody can learn from, or that proves nothing")
                .contains("say");
    }

    @Test
    void theIndexNamesEachOnce() throws Exception {
        List<String> named =
                Scenarios.builtIn().all().stream().map(Scenario::name).toList();
        assertThat(named).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(15);
        assertThat(files().stream().map(file -> file.getFileName().toString().replace(".yaml", "")))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    /** Else a smoke test of a wrong folder would be green. */
    @Test
    void aFolderWithoutScenariosIsTold(@TempDir Path folder) {
        assertThatThrownBy(() -> Scenarios.in(folder))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCENARIO_UNKNOWN));
    }

    /** Only those that are asked for need be right. */
    @Test
    void aWrongFileStopsNobodyWhoNamesAnother(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("first.yaml"), RIGHT);
        Files.writeString(folder.resolve("a-wrong-one.yaml"), RIGHT.replace("open: /projects", "open: projects"));
        Scenarios scenarios = Scenarios.in(folder);
        assertThat(scenarios.named(List.of("first")))
                .extracting(Scenario::title)
                .containsExactly("The first one");
        for (ThrowingCallable asked : List.<ThrowingCallable>of(
                scenarios::all, () -> scenarios.named(List.of()), () -> scenarios.named(List.of("another")))) {
            assertThatThrownBy(asked).isInstanceOfSatisfying(SlipwayException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SCENARIO_INVALID);
                assertThat(e.location().orElseThrow().toString()).contains("a-wrong-one.yaml:16:");
            });
        }
    }

    @Test
    void anUnknownNameIsToldWithThoseThereAre() {
        assertThatThrownBy(() -> Scenarios.builtIn().named(List.of("nothing-of-this-name")))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCENARIO_UNKNOWN);
                    assertThat(e.help()).contains("package-your-first-script");
                });
    }
}
