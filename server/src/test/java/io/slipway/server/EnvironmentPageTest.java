package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A target with a statement in doubt, as the DBA who is called at night finds it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentPageTest {
    private Path folder;
    private TestServer server;
    private Person root;
    private int tests;
    private String name;
    private String here;
    private ServedProject project;
    private Environment dev;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        root = server.person("root", Role.ADMINISTRATOR);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has a statement in doubt in its own project. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        here = "/projects/" + name + "/environments/dev";
        SampleProject shop = SampleProject.make(folder.resolve(name), name);
        project = server.part(Projects.class)
                .register(
                        new io.slipway.server.access.Caller(
                                root, List.of(new Grant(Role.ADMINISTRATOR, "", "")), Optional.empty()),
                        "",
                        shop.definition(name),
                        shop.publicKey());
        dev = project.project().environment("dev");
        doubt(project, dev);
        server.part(EnvironmentStates.class).look(project, dev);
    }

    private void doubt(ServedProject of, Environment environment) {
        try (Target target = server.part(Targets.class).open(of.project(), environment)) {
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
    }

    /** Whoever deploys from elsewhere, what was never handed in, leaves nothing here to compare with. */
    @Test
    void ofWhatWasDeployedFromElsewhereIsToldWhatIsKnown() throws Exception {
        SampleProject bank = SampleProject.make(folder.resolve("bank"), "bank");
        Client lead = Client.of(server, "lena", Role.ADMINISTRATOR, Role.TEAM_LEAD);
        lead.post("/api/projects", Map.of("definition", bank.definition("bank"), "trustedKeys", bank.publicKey()));
        ServedProject other = server.part(Projects.class).named("bank");
        Environment its = other.project().environment("dev");
        Path file = bank.pack();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            new Deployment(server.part(Targets.class), Clock.systemUTC(), Progress.NONE, new Cancellation())
                    .run(new DeployRequest(
                            other.project(),
                            its,
                            artifact,
                            Selection.ALL,
                            new Actor("lee@laptop", Optional.empty(), Optional.empty()),
                            false,
                            Duration.ZERO));
        }
        EnvironmentStates states = server.part(EnvironmentStates.class);
        states.look(other, its);
        assertThat(bank())
                .contains(">not compared<", "1.0.0</span>, which was not handed in here")
                .contains("not known: no artifact was handed in to compare it with")
                .doesNotContain("up to date", "/artifacts/1.0.0");

        assertThat(lead.upload("bank", file).status()).isEqualTo(201);
        states.look(other, its);
        assertThat(bank())
                .contains(">up to date<", "/artifacts/1.0.0", "0 changes of 1.0.0, the newest that was handed in");

        // from elsewhere again, since it was last looked at
        doubt(other, its);
        assertThat(bank()).contains("A statement is in doubt", ">in doubt<").doesNotContain(">up to date<");
    }

    private String bank() throws Exception {
        return server.get("/projects/bank/environments/dev", "Cookie", reader()).body();
    }

    /** The cookie of somebody who may look, and no more. */
    private String reader() {
        Person vic = server.part(People.class).named("vic").orElseGet(() -> server.person("vic", Role.VIEWER));
        return Sessions.COOKIE + "=" + server.session(vic);
    }

    @Test
    void aDbaSettlesAStatementInDoubt() throws Exception {
        // who sees no project but this one
        Person dba = server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("dora", "Dora", Optional.empty(), Optional.empty()),
                        List.of(new Grant(Role.DBA, name, "")));
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
            assertThat(page.locator("#content")).containsText("the catalogue has no column 'vip' of 'customer'");
            settle(page);
            assertThat(page.locator("#content")).containsText("You say that statement 2 of ddl/5.sql");
            page.goBack();
            page.getByLabel("I know better than the catalogue").check();
            settle(page);
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
                here + "/history?format=csv&event=resolved", "Cookie", Sessions.COOKIE + "=" + server.session(dba));
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.body().lines()).hasSize(2);
    }

    private static void settle(Page page) {
        page.getByLabel("How you know").fill("=the column is there");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Its effect is there"))
                .click();
    }

    @Test
    void whatIsNeitherYesNorNoSettlesNothing() throws Exception {
        FormClient dba = FormClient.of(server, server.person("dana", Role.DBA));
        String change = "ddl/5.sql@" + "0".repeat(64);
        Map<String, String> maybe =
                Map.of("change", change, "statement", "2", "verdict", "maybe", "reason", "I think so");
        assertThat(dba.post(here + "/resolution", maybe).status()).isEqualTo(400);
        Map<String, String> nameless = Map.of("statement", "2", "verdict", "done", "reason", "I saw it");
        assertThat(dba.post(here + "/resolution", nameless).status()).isEqualTo(400);
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(HistoryState.of(target.history()).inDoubt()).isPresent();
        }
        Map<String, String> sure =
                Map.of("change", change, "statement", "2", "verdict", "not-done", "reason", "I saw it");
        assertThat(dba.post(here + "/resolution", sure).status()).isEqualTo(302);
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(HistoryState.of(target.history()).inDoubt()).isEmpty();
        }
    }

    @Test
    void othersSeeItAndMayNotSettleIt() throws Exception {
        String cookie = reader();
        TestServer.Answer page = server.get(here, "Cookie", cookie);
        assertThat(page.body()).contains("A statement is in doubt").doesNotContain("Its effect is there");
        String stranger = Sessions.COOKIE + "=" + server.session(server.person("sue"));
        assertThat(server.get(here, "Cookie", stranger).status()).isEqualTo(404);
        assertThat(server.get("/search?q=" + name, "Cookie", stranger).body()).contains("you may not see it");
        assertThat(server.get("/search?q=" + name, "Cookie", cookie).body()).contains("/projects/" + name + "\"");
    }

    @Test
    void theLockHolderIsTold() throws Exception {
        try (Target target = server.part(Targets.class).open(project.project(), dev)) {
            assertThat(target.lock().tryAcquire("carl@laptop")).isPresent();
            String cookie = reader();
            assertThat(server.get(here, "Cookie", cookie).body())
                    .contains("carl@laptop")
                    .doesNotContain("A statement is in doubt");
        }
    }
}
