package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.release.deploy.Targets;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target with a statement in doubt, as the DBA who is called at night finds it. */
class EnvironmentPageTest {
    private static final String PAGE = "/projects/shop/environments/dev";

    @TempDir
    private Path folder;

    private TestServer server;
    private ServedProject project;
    private Environment dev;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        Person root = server.person("root", Role.ADMINISTRATOR);
        project = server.part(Projects.class)
                .register(
                        new io.slipway.server.access.Caller(
                                root,
                                List.of(new io.slipway.server.access.Grant(Role.ADMINISTRATOR, "", "")),
                                Optional.empty()),
                        "",
                        shop.definition("shop"),
                        shop.publicKey());
        dev = project.project().environment("dev");
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            target.history().prepare();
            long fence = target.lock().tryAcquire("carl").orElseThrow();
            target.history()
                    .journal(
                            new JournalEntry(
                                    "d-1",
                                    "ddl/5.sql@" + "0".repeat(64),
                                    "apply",
                                    2,
                                    "1".repeat(64),
                                    JournalEntry.State.STARTED,
                                    Optional.of("ALTER TABLE customer ADD COLUMN vip boolean")),
                            fence);
            target.lock().release();
        }
        server.part(EnvironmentStates.class).look(project, dev);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDbaSettlesAStatementInDoubt() throws Exception {
        Person dba = server.person("dora", Role.DBA);
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            BrowserContext visitor = browser.visitor(ColorScheme.LIGHT, 390, true);
            visitor.addCookies(List.of(TestBrowser.session(server, server.session(dba))));
            Page page = visitor.newPage();
            page.navigate(server.url("/?attention=true").toString());
            assertThat(page.locator(".step.in-doubt")).hasCount(1);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("dev").setExact(true))
                    .click();
            assertThat(page.locator("#content")).containsText("ALTER TABLE customer ADD COLUMN vip boolean");
            TestBrowser.picture(page, "in-doubt");
            assertThat(TestBrowser.faults(page)).isEmpty();
            page.getByLabel("How you know").fill("=the column is there");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Its effect is there"))
                    .click();
            assertThat(page.locator("#doubt")).hasCount(0);
            assertThat(page.locator("table.rows")).containsText("resolved");
        }
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(HistoryState.of(target.history()).inDoubt()).isEmpty();
        }
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 10))
                .extracting(event -> event.actor() + " " + event.action())
                .contains("dora statement-resolved");
        TestServer.Answer csv = server.get(
                PAGE + "/history?format=csv&event=resolved", "Cookie", Sessions.COOKIE + "=" + server.session(dba));
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.body().lines()).hasSize(2);
    }

    @Test
    void whatIsNeitherYesNorNoSettlesNothing() throws Exception {
        FormClient dba = FormClient.of(server, server.person("dora", Role.DBA));
        String change = "ddl/5.sql@" + "0".repeat(64);
        Map<String, String> maybe =
                Map.of("change", change, "statement", "2", "verdict", "maybe", "reason", "I think so");
        assertThat(dba.post(PAGE + "/resolution", maybe).status()).isEqualTo(400);
        Map<String, String> nameless = Map.of("statement", "2", "verdict", "done", "reason", "I saw it");
        assertThat(dba.post(PAGE + "/resolution", nameless).status()).isEqualTo(400);
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(HistoryState.of(target.history()).inDoubt()).isPresent();
        }
        Map<String, String> sure =
                Map.of("change", change, "statement", "2", "verdict", "not-done", "reason", "I saw it");
        assertThat(dba.post(PAGE + "/resolution", sure).status()).isEqualTo(302);
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(HistoryState.of(target.history()).inDoubt()).isEmpty();
        }
    }

    @Test
    void othersSeeItAndMayNotSettleIt() throws Exception {
        String cookie = Sessions.COOKIE + "=" + server.session(server.person("vic", Role.VIEWER));
        TestServer.Answer page = server.get(PAGE, "Cookie", cookie);
        assertThat(page.body()).contains("A statement is in doubt").doesNotContain("Its effect is there");
        String stranger = Sessions.COOKIE + "=" + server.session(server.person("sue"));
        assertThat(server.get(PAGE, "Cookie", stranger).status()).isEqualTo(404);
        assertThat(server.get("/search?q=shop", "Cookie", stranger).body()).contains("you may not see it");
        assertThat(server.get("/search?q=shop", "Cookie", cookie).body()).contains("/projects/shop\"");
    }

    @Test
    void theLockHolderIsTold() throws Exception {
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(target.lock().tryAcquire("carl@laptop")).isPresent();
            String cookie = Sessions.COOKIE + "=" + server.session(server.person("vic", Role.VIEWER));
            assertThat(server.get(PAGE, "Cookie", cookie).body())
                    .contains("carl@laptop")
                    .doesNotContain("A statement is in doubt");
        }
    }
}
