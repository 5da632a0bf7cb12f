package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of all rollouts says whose turn it is, and shows those that a reader asks for, by keyboard alone. */
class RolloutFilterPagesTest {
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        rollout("agreed", "2026-12-14", true, "gates: { waivers: [] }\n");
        rollout("proposed", "2027-01-11", false, "gates: { date-agreed: {} }\n");
        rollout("dateless", "", false, "gates: { date-agreed: {} }\n");
        event("proposed", "rita", "date-proposed", Map.of("sequence", "1", "date", "2027-01-11"));
        server.person("rita", Role.ROLLOUT_MANAGER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void rollout(String team, String day, boolean agreed, String gates) throws Exception {
        String file = GoLiveDateTest.rolloutFile()
                        .replace("team: payments", "team: " + team)
                        .replace("title: Payments", "title: The " + team)
                        .replace("project: shop", "project: " + team)
                + gates;
        server.part(Store.class).run(handle -> {
            handle.createUpdate("INSERT INTO project (name, title, definition, trusted_keys, revision,"
                            + " changed_by, changed_at) VALUES (:team, :team, '', '', 1, 'test', 0)")
                    .bind("team", team)
                    .execute();
            handle.createUpdate("INSERT INTO rollout (team, project, file, revision, changed_by, changed_at)"
                            + " VALUES (:team, :team, :file, 1, 'test', 0)")
                    .bind("team", team)
                    .bind("file", file)
                    .execute();
            handle.createUpdate("INSERT INTO rollout_date (team, day, sequence, agreed, revision)"
                            + " VALUES (:team, :day, 1, :agreed, 1)")
                    .bind("team", team)
                    .bind("day", day)
                    .bind("agreed", agreed)
                    .execute();
        });
    }

    private void event(String team, String by, String action, Map<String, String> detail) {
        ServedRollout rollout = server.part(Rollouts.class).of(team);
        server.part(Store.class)
                .run(handle -> server.part(RolloutLedger.class)
                        .append(handle, rollout, Topic.DATES, by, action, team, detail));
    }

    /** Who has said yes or no has done theirs; a no is the manager's to deal with. */
    @Test
    void whoHasSaidYesIsWaitedForNoMore() throws Exception {
        FormClient rita =
                FormClient.of(server, server.part(People.class).named("rita").orElseThrow());
        assertThat(shown(rita, "?turn=ada")).containsExactly("proposed");
        assertThat(turn(rita)).containsExactly("Ada Byron", "Dora Berg", "Carl Fox");

        event("proposed", "ada", "date-voted", vote("yes"));
        assertThat(shown(rita, "?turn=ada")).isEmpty();
        assertThat(shown(rita, "?turn=dora")).containsExactly("proposed");
        assertThat(turn(rita)).containsExactly("Dora Berg", "Carl Fox");

        event("proposed", "dora", "date-voted", vote("no"));
        assertThat(shown(rita, "?turn=dora")).isEmpty();
        assertThat(shown(rita, "?turn=rita")).containsExactly("proposed", "dateless");
        assertThat(turn(rita)).containsExactlyInAnyOrder("Carl Fox", "Rita Lund");
    }

    private static Map<String, String> vote(String answer) {
        return Map.of("sequence", "1", "date", "2027-01-11", "answer", answer);
    }

    /** As the API says it of the gate. */
    private List<String> turn(FormClient client) throws Exception {
        List<String> told = new ArrayList<>();
        client.get("/api/projects/proposed/rollout/readiness")
                .json()
                .at("/gates/0/turn")
                .forEach(name -> told.add(name.asString()));
        return told;
    }

    @Test
    void eachFilterLeavesOutTheOthers() throws Exception {
        FormClient rita =
                FormClient.of(server, server.part(People.class).named("rita").orElseThrow());
        assertThat(rita.get("/rollouts").body()).contains("The agreed", "The proposed", "The dateless", "Whose turn");
        assertThat(shown(rita, "?date=agreed")).containsExactly("agreed");
        assertThat(shown(rita, "?date=none")).containsExactly("dateless");
        assertThat(shown(rita, "?blocked=yes")).containsExactly("proposed", "dateless");
        assertThat(shown(rita, "?blocked=no")).containsExactly("agreed");
        assertThat(shown(rita, "?until=2026-12-31")).containsExactly("agreed");
        // nobody can say yes to a date that was not proposed
        assertThat(shown(rita, "?turn=rita")).containsExactly("dateless");
        assertThat(shown(rita, "?turn=ada")).containsExactly("proposed");
        assertThat(shown(rita, "?turn=ada&date=agreed")).isEmpty();
        assertThat(rita.get("/rollouts?until=soon").status()).isEqualTo(400);
        assertThat(rita.get("/rollouts?until=soon").body()).contains("Write it as in 2026-12-14");
        assertThat(rita.get("/rollouts?turn=%22%3E%3Cscript%3E").body()).doesNotContain("\"><script>");
    }

    private static List<String> shown(FormClient client, String query) throws Exception {
        String body = client.get("/rollouts" + query).body();
        return List.of("agreed", "proposed", "dateless").stream()
                .filter(team -> body.contains(">The " + team + "</a>"))
                .toList();
    }

    @Test
    void byKeyboardAndOnANarrowScreen() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            for (int width : List.of(1200, 360)) {
                BrowserContext context = browser.visitor(ColorScheme.LIGHT, width, true);
                context.addCookies(List.of(TestBrowser.session(
                        server,
                        server.session(server.part(People.class).named("rita").orElseThrow()))));
                Page page = context.newPage();
                page.navigate(server.url("/rollouts").toString());
                assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("The dateless")))
                        .containsText("Rita Lund (you)");
                TestBrowser.seen(page, "rollouts-" + width);
                page.getByLabel("Whose turn").focus();
                page.keyboard().type("Rita");
                page.getByText("Show", new Page.GetByTextOptions().setExact(true))
                        .focus();
                page.keyboard().press("Enter");
                assertThat(page.getByRole(AriaRole.STATUS)).containsText("1 of 3");
                assertThat(page.getByText("The dateless")).isVisible();
                assertThat(page.getByText("The agreed")).isHidden();
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("nothing lies outside at " + width)
                        .isTrue();
                TestBrowser.seen(page, "rollouts-filtered-" + width);
            }
        }
    }
}
