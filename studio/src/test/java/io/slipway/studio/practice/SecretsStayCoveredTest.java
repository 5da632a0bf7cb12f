package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.scenario.Studio;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guide and a presenter's script of a scenario that has real programs write its secrets in other ways. */
class SecretsStayCoveredTest {
    private static final String SCENARIO = """
            scenario: leaky
            title: Type pa'ss w/ü&1
            audience: developer
            summary: It is pa'ss w/ü&1.
            chapters:
              - title: With pa'ss w/ü&1
                steps:
                  - open: /me
                  - fill: { field: Name, with: "pa'ss w/ü&1", secret: true }
                  - write: { file: said.txt, text: "pa'ss w/ü&1" }
                  - run: printf '%q\\n' "$(cat said.txt)"
                  - run: set -x; echo "$(cat said.txt)" >said-again.txt; set +x
                  - run: sed "s/'/''/g" said.txt
                  - run: base64 said.txt; od -An -v -tx1 said.txt | tr -d ' \\n'; echo
                  - run: echo "$SHOP_PASSWORD" | base64; echo -n "$SLIPWAY_TOKEN" | base64
                  - run: echo -n "a:$SLIPWAY_TOKEN" | base64 -w 0; echo; echo "ab:$SLIPWAY_TOKEN" | base64 | tr '/+' '_-'
                  - show: { picture: screen, caption: It was pa'ss w/ü&1. }
            """;

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

    @Test
    void theyAreReadNowhere() throws Exception {
        Scenario scenario = ScenarioFile.parse(SCENARIO, "leaky.yaml");
        int exit = Studio.find().guide(playing.wiring(), List.of(scenario), folder, false, made -> {});
        assertThat(exit).as(playing.said()).isZero();
        assertThat(Studio.find().demoScripts(playing.wiring(), List.of(scenario), folder))
                .isZero();
        for (String file : List.of("developer.html", "leaky.html", "guide.json")) {
            String text = Files.readString(folder.resolve(file));
            assertThat(text)
                    .as(file)
                    .contains("********")
                    // the end of it as it is and quoted, and its beginning in hex and base64; a token's in base64
                    .doesNotContainPattern("s(\\\\|%20|\\+)* ?w/?(ü|\\\\u|&)")
                    .doesNotContain("70612773", "cGEnc3M", "c2xpcHdheV", "xpcHdhe", "NsaXB3YX");
        }
        assertThat(Files.readString(folder.resolve("leaky.html")))
                .contains("<h1>Type ********</h1>", "<p>It is ********.</p>", "<h2>With ********</h2>");
        assertThat(Files.readString(folder.resolve("developer.html")))
                .contains("<h2>Type ********</h2>", "It is ********.", "<h3>With ********</h3>");
    }
}
