package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.scenario.Studio;
import io.slipway.enablement.scenario.Scenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays scenarios for real: server, databases, browser, terminal. */
class StudioTest {
    @TempDir
    private static Path launchers;

    @TempDir
    private Path folder;

    private final Playing playing = new Playing();

    @BeforeAll
    static void terminalsFindSlipway() throws IOException {
        Playing.install(launchers);
    }

    @AfterAll
    static void forget() {
        Playing.forget();
    }

    /** Every scenario holds, and guides are made of all of them; the same console finds none of their pictures stale. */
    @Test
    void guidesAreMadeOfAllScenarios() throws Exception {
        int exit = Studio.find().guide(playing.wiring(), Scenarios.builtIn().all(), folder, false, made -> {});
        assertThat(exit).as(playing.said()).isZero();
        for (String audience : List.of("developer", "team-lead", "dba", "release-manager", "administrator", "viewer")) {
            String html = Files.readString(folder.resolve(audience + ".html"));
            assertThat(html).contains("<h1>", "id=\"search\"").doesNotContain("slipway_");
            byte[] pdf = Files.readAllBytes(folder.resolve(audience + ".pdf"));
            assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            for (String picture : pictures(html)) {
                assertThat(folder.resolve(picture)).exists();
            }
        }
        assertThat(Files.readString(folder.resolve("developer.html")))
                .contains("slipway package", "ALTER TABLE shop.customer", "Choose <code>dev</code>")
                .contains("call-out");
        assertThat(Files.readString(folder.resolve("guide.json")))
                .contains("••••••••")
                .doesNotContain("slipway_");

        var first = Scenarios.builtIn().named(List.of("see-where-everything-is"));
        assertThat(Studio.find().guide(playing.wiring(), first, folder, true, made -> {}))
                .as(playing.said())
                .isZero();
        Path kept = folder.resolve("guide.json");
        Files.writeString(kept, Files.readString(kept).replace("Pipelines", "Conveyors"));
        assertThat(Studio.find().guide(playing.wiring(), first, folder, true, made -> {}))
                .isEqualTo(1);
        assertThat(playing.said())
                .containsPattern("see-where-everything-is, step at scenarios/see-where-everything-is.yaml:\\d+:\\d+: "
                        + "pictures/see-where-everything-is-pipelines.png in viewer.html is stale: where it shows");
    }

    /** A button that is called otherwise: the guide that tells to press it is stale, and what was seen until then is not. */
    @Test
    void aGuideWhoseStepFailsIsNamedAsStale() throws Exception {
        String steps = "scenario: short\n"
                + "title: T\n"
                + "audience: viewer\n"
                + "summary: S\n"
                + "chapters:\n"
                + "  - title: C\n"
                + "    steps:\n"
                + "      - open: /me\n"
                + "      - show: { picture: first }\n"
                + "      - click: { role: link, name: Pipelines }\n"
                + "      - show: { picture: second }\n";
        Path file = Files.writeString(folder.resolve("short.yaml"), steps);
        Path guides = folder.resolve("guides");
        int exit = Studio.find().guide(playing.wiring(), Scenarios.in(folder).all(), guides, false, made -> {});
        assertThat(exit).as(playing.said()).isZero();
        byte[] before = Files.readAllBytes(guides.resolve("viewer.html"));
        Files.writeString(file, steps.replace("Pipelines", "Conveyors"));
        exit = Studio.find().guide(playing.wiring(), Scenarios.in(folder).all(), guides, true, made -> {});
        assertThat(exit).isEqualTo(2);
        assertThat(playing.said())
                .contains("short, step at ", "short.yaml:10:9: viewer.html (C) is stale: the step fails")
                .doesNotContain("first.png", "No guide was written");
        assertThat(guides.resolve("viewer.html")).hasBinaryContent(before);
    }

    private static List<String> pictures(String html) {
        List<String> pictures = new ArrayList<>();
        var found = java.util.regex.Pattern.compile("pictures/[a-z0-9-]+\\.png").matcher(html);
        while (found.find()) {
            pictures.add(found.group());
        }
        return pictures;
    }

    /** What a renamed button, a second of the same name, a wrong exit code and a wrong row in a database come to. */
    @Test
    void whatDoesNotHoldIsToldWithItsPlace() throws Exception {
        Map<String, String> steps = new HashMap<>();
        steps.put("renamed", "- open: /projects/shop\n      - click: { role: button, name: Give it in }");
        steps.put("ambiguous", "- open: /projects/shop\n      - click: { role: link, part: true, name: e }");
        steps.put("exit", "- run: slipway status\n        expect: { exit: 3 }");
        steps.put("endless", "- run: sleep 600\n        seconds: 2");
        steps.put("database", "- check: { environment: dev, sql: select 7, equals: 8 }");
        steps.put("page", "- open: /projects/nobody");
        for (Map.Entry<String, String> each : steps.entrySet()) {
            Files.writeString(
                    folder.resolve(each.getKey() + ".yaml"),
                    "scenario: " + each.getKey()
                            + "\ntitle: T\naudience: developer\nsummary: S\nchapters:\n  - title: C\n    steps:\n      "
                            + each.getValue() + "\n");
        }
        int exit = Studio.find()
                .check(playing.wiring(), Scenarios.in(folder).all(), false, folder.resolve("failures"), made -> {});
        assertThat(exit).isEqualTo(2);
        assertThat(playing.said())
                .contains("renamed.yaml:9:9: click the button 'Give it in'")
                .contains("There is no button 'Give it in' on the page. It has:")
                .contains("Hand in")
                .contains("ambiguous.yaml:9:9: click")
                .contains("It is not clear which is meant")
                .contains("It should end with exit code 3 and ended with 0.")
                .contains("It did not end within 2 seconds, and was interrupted: sleep 600")
                .contains("The database should answer '8' and answers '7'.")
                .contains("The page answers 404.");
        assertThat(folder.resolve("failures").resolve("renamed.png")).exists();
    }
}
