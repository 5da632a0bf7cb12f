package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.slipway.server.TestBrowser.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.account.People;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clean-up on its page: read without scripts, approved by two people, done by keyboard alone, and proved. */
class CleanupPagesTest {
    private static final String PAGE = "/projects/team/rollout/cleanup";

    @TempDir
    private Path folder;

    private TestServer server;
    private CleanupStory story;
    private CleanupStory.People people;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        people = CleanupStory.People.of(server);
        Path root = folder.resolve("team");
        story = new CleanupStory(server, people, "team", "sqlite", root, CleanupStory.sqlite(root), 12);
        story.begin();
        story.rehearse();
        people.rita().post(story.rollout + "/rehearsals", Map.of());
        people.rita().post(story.rollout + "/rehearsals/tags", Map.of("kind", "branch", "name", "rehearsal-2"));
        people.rita().post(story.rollout + "/rehearsals/end", Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void twoPeopleApproveAThirdCleansUpAndEverybodySeesTheProof() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page manager = page(browser, "rita", true);
            manager.navigate(server.url("/projects/team/rollout").toString());
            press(manager.getByText("Clean-up and reference databases"));
            Locator plan = manager.locator("#plan");
            assertThat(plan).containsText("nobody has yet");
            assertThat(plan).containsText("In dev");
            assertThat(plan).containsText("What stays");
            assertThat(plan).containsText("table by_hand_");
            assertThat(plan).containsText("a person removes it in the repository");
            assertThat(button(manager, "Back up, then clean up")).isHidden();

            story.by("dev", "CREATE INDEX in_the_way ON " + story.rehearsedTable() + " (note)");
            manager.reload();
            assertThat(plan).containsText("What stands in the way");
            assertThat(button(page(browser, "ada", false), "Approve this plan")).isHidden();
            seen(manager, "cleanup-blocked");
            story.by("dev", "DROP INDEX in_the_way");

            for (String name : List.of("ada", "dora")) {
                Page approver = page(browser, name, false);
                press(button(approver, "Approve this plan"));
                assertThat(approver.locator("#plan")).containsText("Approved by");
                assertThat(button(approver, "Approve this plan")).isHidden();
            }
            manager.reload();
            assertThat(plan).containsText("Approved by ada, dora.");
            press(button(manager, "Back up, then clean up"));
            assertThat(manager.locator("#proof")).containsText("Nothing is left of a rehearsal");
            assertThat(manager.locator("#proof")).containsText("dev.dump");
            assertThat(manager.locator("#proof")).containsText("ada, dora");
            assertThat(plan).containsText("No rehearsal has left anything.");

            press(button(manager, "Compare now"));
            assertThat(manager.locator("#reference")).containsText("Equal: 'prod', at 1.0.0, has exactly the schema");
            story.by("prod", "CREATE TABLE by_hand (id integer)");
            press(button(manager, "Compare now"));
            assertThat(manager.locator("#reference")).containsText("extra table by_hand");
            seen(manager, "cleanup-done");

            story.by("dev", "CREATE TABLE afterwards (id integer)");
            Page reader = page(browser, "ada", false);
            press(button(reader, "Look now"));
            assertThat(reader.locator("#proof")).containsText("the schema of 'dev' is not the one that was approved");
            assertThat(button(reader, "Compare now")).isHidden();
        }
    }

    /** What only some may do is refused to the others, though they know the address. */
    @Test
    void whoeverMayNotIsRefused() throws Exception {
        FormClient carl = FormClient.of(server, server.person("carl", io.slipway.server.access.Role.VIEWER));
        assertThat(carl.get(PAGE).body()).contains("What goes").doesNotContain("Approve this plan");
        assertThat(carl.post(PAGE, Map.of()).status()).isEqualTo(403);
        assertThat(carl.post(PAGE + "/approvals", Map.of("digest", "x")).status())
                .isEqualTo(403);
        FormClient rita =
                FormClient.of(server, server.part(People.class).named("rita").orElseThrow());
        assertThat(rita.post(PAGE, Map.of()).body()).contains("Two people must approve this plan");
        assertThat(rita.post(PAGE + "/approvals", Map.of("digest", "x")).body())
                .contains("What you looked at is not what would be done now.");
    }

    private Page page(TestBrowser browser, String name, boolean script) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, script);
        context.addCookies(List.of(TestBrowser.session(
                server, server.session(server.part(People.class).named(name).orElseThrow()))));
        Page page = context.newPage();
        page.navigate(server.url(PAGE).toString());
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** By keyboard. */
    private static void press(Locator what) {
        what.focus();
        what.press("Enter");
    }
}
