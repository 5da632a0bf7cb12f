package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What blocks which team is seen on one page; a gate is looked at, shown and waived with the keyboard alone. */
class ReadinessPagesTest {
    private static final int FARTHEST = 80;

    @Test
    void theManagerSeesWhatBlocksWhichTeamAndActsByKeyboard(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder.resolve("data"), Map.of());
                TestBrowser browser = TestBrowser.startOrSkip()) {
            Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.ROLLOUT_MANAGER);
            Person rita = server.person("rita", Role.ROLLOUT_MANAGER);
            Person carl = server.person("carl", Role.VIEWER);
            server.person("ada", Role.TEAM_LEAD);
            server.person("dora", Role.DBA);
            register(root, folder, "shop", "payments", "Payments", GoLiveTest.FILE);
            register(root, folder, "bank", "loans", "Loans", GoLiveTest.FILE.replace("[rita, carl]", "[]"));

            Page look = page(server, browser, rita);
            look.navigate(server.url("/rollouts").toString());
            assertThat(look.locator("tr", new Page.LocatorOptions().setHasText("Payments")))
                    .containsText("? Not known Date agreed, Rehearsed, No test rows, Proved: nobody looked yet");
            TestBrowser.seen(look, "rollouts-blocked");
            press(look, "Payments");
            assertThat(look.locator("h1")).containsText("Rollout of Payments");
            press(look, "Check again");
            Locator gates = look.locator("#readiness");
            assertThat(gates).containsText("✗ Failed");
            assertThat(gates).containsText("✓ Passed");
            assertThat(gates).not().containsText("green");
            // nobody can answer before she has proposed a date
            assertThat(look.locator("#readiness tr", new Page.LocatorOptions().setHasText("Date agreed")))
                    .containsText("Rita Lund");

            press(look, "It is done");
            look.keyboard().press("Tab");
            look.keyboard().type("CHG-4711");
            press(look, "Keep the evidence of Open the firewall");
            assertThat(look.locator("#manual-steps")).containsText("CHG-4711");

            Locator rehearsed = look.locator("#readiness tr", new Page.LocatorOptions().setHasText("Rehearsed"));
            rehearsed
                    .locator("summary", new Locator.LocatorOptions().setHasText("Waive"))
                    .focus();
            look.keyboard().press("Enter");
            look.keyboard().press("Tab");
            look.keyboard().type("the vendor rehearsed it");
            look.locator("#until-rehearsed")
                    .fill(java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                            .plusDays(5)
                            .toString());
            press(look, "Ask to waive Rehearsed");
            assertThat(rehearsed).containsText("rita asks to waive it");
            TestBrowser.seen(look, "rollout-readiness");

            Page second = page(server, browser, carl);
            second.navigate(server.url("/projects/shop/rollout").toString());
            press(second, "Agree to waive Rehearsed");
            assertThat(second.locator("#readiness")).containsText("~ Waived");
            look.navigate(server.url("/rollouts").toString());
            assertThat(look.locator("tr", new Page.LocatorOptions().setHasText("Payments")))
                    .containsText("✗ Failed Date agreed: there is no date");
            assertThat(look.locator("tr", new Page.LocatorOptions().setHasText("Payments")))
                    .not()
                    .containsText("Rehearsed");

            AgreedDates.agree(
                    server,
                    "shop",
                    java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                            .plusDays(20)
                            .toString());
            look.navigate(server.url("/projects/shop/rollout/file").toString());
            Locator file = look.getByLabel("Rollout file");
            file.fill(file.inputValue().replace("  rehearsed: { valid: 30d }\n", ""));
            press(look, "Hand it in");
            assertThat(look.locator("main")).containsText("this file asks for less");
            assertThat(file).not().hasValue(Pattern.compile("rehearsed"));
            look.navigate(server.url("/projects/shop/rollout").toString());
            assertThat(look.locator("#wish")).containsText("the gate 'rehearsed' goes");
            TestBrowser.seen(look, "rollout-file-waits");
            second.reload();
            press(second, "Agree to it");
            assertThat(second.locator("#wish")).hasCount(0);
            assertThat(second.locator("#readiness")).not().containsText("Rehearsed");

            look.navigate(server.url("/projects/bank/rollout").toString());
            assertThat(look.locator("#readiness")).containsText("No gate can be waived");
        }
    }

    private static void register(Client root, Path folder, String project, String team, String title, String file)
            throws Exception {
        SampleProject sample = SampleProject.make(folder.resolve(project), project);
        root.post("/api/projects", Map.of("definition", sample.definition(project), "trustedKeys", sample.publicKey()));
        TestServer.Answer answer = root.put(
                "/api/projects/" + project + "/rollout",
                Map.of(
                        "file",
                        file.replace("team: payments", "team: " + team + "\ntitle: " + title)
                                        .replace("project: shop", "project: " + project)
                                + "provision: { database: postgresql, manual: [{ id: firewall, title: Open the"
                                + " firewall, who: dora, evidence: the change's number }] }\n"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Goes there with Tab, as somebody without a mouse does, and presses Enter. */
    private static void press(Page page, String name) {
        for (int i = 0; i < FARTHEST; i++) {
            page.keyboard().press("Tab");
            String focused = String.valueOf(page.evaluate(
                    "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"));
            if (focused.equals(name)) {
                page.keyboard().press("Enter");
                page.waitForLoadState();
                return;
            }
        }
        throw new AssertionError("'" + name + "' is not reached by the keyboard");
    }

    private static Page page(TestServer server, TestBrowser browser, Person person) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        return context.newPage();
    }
}
