package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.cli.CommandLineRun;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.version.SlipwayVersion;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.golive.GoLive;
import io.slipway.server.hypercare.HypercareDesk;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.operation.Operations;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.support.MeetingInvitations;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.NativeClient;
import io.slipway.testkit.NativeClients;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One team's way from an empty machine to the end of hypercare, line by line of "How To: Prepare for Go Live", and the
 * next team's, which takes one file and one command. Commands, server, PostgreSQL, Git, mail and browser are real; the
 * clock is moved, and never ahead of the real one, by which the outbox is emptied. Each step goes on from where the one
 * before it ended.
 *
 * <p>Guides, demos and clips are made by the studio, whose tests hand them in for real. Here what it would say is handed in.
 *
 * <p>It is told from the server's package, whose tests have the ways to talk to one, among the tests of the commands.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutStoryTest {
    private static final String TEAM = "payments";
    private static final String NEXT = "orders";
    private static final String GO_LIVE = "2026-03-02";
    private static final String PROJECT = "/api/projects/" + TEAM;
    private static final String ROLLOUT = PROJECT + "/rollout";
    private static final String PAGE = "/projects/" + TEAM + "/rollout";
    private static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");
    private static final List<String> INVITED = List.of("ada", "dora", "carl");

    private final MovedClock clock = new MovedClock("2026-02-02T09:00:00Z");
    private final Database admin = PostgresServer.oldest().admin();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, Client> clients = new HashMap<>();
    private final TestMail mail = new TestMail();
    private TestServer server;
    private TestBrowser browser;
    private NativeClient git;
    private Path folder;
    private Path clone;

    @BeforeAll
    void anEmptyMachineWithAServer(@TempDir Path temporary) throws Exception {
        git = NativeClients.findOrSkip("git");
        NativeClients.findOrSkip("pg_dump");
        browser = TestBrowser.startOrSkip();
        folder = temporary;
        clone = folder.resolve("clone");
        Files.createDirectories(folder.resolve("git"));
        variables.put("USER", "rita");
        variables.put("HOME", folder.toString());
        variables.put("PATH", System.getenv("PATH"));
        variables.put("DB_ADMIN", admin.password());
        for (String team : List.of(TEAM, NEXT)) {
            for (String environment : ENVIRONMENTS) {
                variables.put(variable(team, environment + "_PASSWORD"), "it's of " + team + " in " + environment);
            }
            variables.put(variable(team, "SIGNING_KEY"), SigningKey.generate().privatePem());
        }
        Path data = folder.resolve("data");
        server = TestServer.start(
                data, StoreSettings.embedded(data), GuardSettings.STRICT, variables, Operations.PLAIN, clock);
        Client root = Client.of(server, server.person("root", Role.ADMINISTRATOR, Role.ROLLOUT_MANAGER));
        clients.put("root", root);
        variables.put("CONSOLE_TOKEN", root.token());
        mail.setUp(root);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        mail.close();
        if (browser != null) {
            browser.close();
        }
    }

    /** Provisioning is automated. */
    @Test
    @Order(1)
    void theTeamIsProvisionedFromOneFile() throws Exception {
        run("root", 0, "rollout", "init", TEAM);
        Files.writeString(folder.resolve("rollout/" + TEAM + ".yaml"), rolloutFile(), StandardCharsets.UTF_8);
        run("root", 0, "rollout", "check", TEAM);
        CommandLineRun plan = run("root", 1, "rollout", "plan", TEAM, "--check");
        assertThat(plan.out()).contains("prod.database", "repository.ci", "console.keys", "console.people");

        CommandLineRun apply = run("root", 0, "rollout", "apply", TEAM);
        assertThat(apply.out()).contains("team payments: ", "waits: firewall").doesNotContain("waits: console");
        assertThat(run("root", 0, "rollout", "apply", TEAM).out()).startsWith("Nothing to do");
        variables.forEach((name, value) -> {
            if (name.endsWith("_PASSWORD") || name.equals("DB_ADMIN")) {
                assertThat(plan + apply.toString()).doesNotContain(value);
            }
        });
        for (String person : List.of("ada", "ben", "dora", "omar", "rita", "vera", "carl")) {
            clients.put(person, Client.of(server, account(person)));
        }
        assertThat(server.part(Projects.class).named(TEAM).trustedKeys())
                .isEqualTo(key(TEAM).publicPem());
        assertThat(actions()).contains("project-registered", "rollout-registered");
    }

    /** The process is documented, by what does it. */
    @Test
    @Order(2)
    void theRunbookSaysTheSame() throws Exception {
        run("root", 0, "rollout", "runbook", TEAM, "--publish");
        String runbook = git("--git-dir", repository(TEAM).toString(), "show", "main:docs/runbook-" + TEAM + ".md");
        assertThat(runbook)
                .contains("# Runbook: provisioning the team Payments", "CREATE DATABASE", "openssl pkey -pubout")
                .doesNotContain(admin.password());
        assertThat(run("root", 0, "rollout", "status", TEAM).out())
                .contains("The published runbook is of this definition.");
    }

    /** What no software does is shown by who did it. */
    @Test
    @Order(3)
    void whatIsDoneByHandIsShown() throws Exception {
        assertThat(gate("provisioned")).contains("the step 'firewall' waits for Omar Said");
        TestServer.Answer shown =
                atThePage("omar").post(PAGE + "/manual-steps/firewall/evidence", Map.of("text", "CHG-4711"));
        assertThat(shown.status()).as(shown.body()).isEqualTo(302);
        assertThat(gate("provisioned")).startsWith("green");
        assertThat(run("root", 0, "rollout", "verify", TEAM).out()).contains("shown by omar on 2026-02-02");
    }

    /** Guide with pictures, demo and clips, one of each scenario for the team's people, of this console. */
    @Test
    @Order(3)
    void guidesDemosAndClipsAreHandedIn() throws Exception {
        assertThat(gate("guides-built")).startsWith("red").contains("package-your-first-script", "none was handed in");
        List<Map<String, Object>> results = new ArrayList<>();
        for (Scenario scenario : Scenarios.builtIn().all()) {
            for (String kind : List.of("guide", "demo", "clips")) {
                results.add(Map.of(
                        "kind", kind,
                        "scenario", scenario.name(),
                        "edition", scenario.digest(),
                        "passed", true,
                        "version", SlipwayVersion.CURRENT,
                        "at", clock.instant().toString(),
                        "pieces", scenario.chapters().size(),
                        "digest", "d".repeat(64)));
            }
        }
        assertThat(as("ada")
                        .post(ROLLOUT + "/scenarios", Map.of("results", results))
                        .status())
                .isEqualTo(403);
        ok(201, as("rita").post(ROLLOUT + "/scenarios", Map.of("results", results)));
        for (String gate : List.of("guides-built", "demo-run", "clips-built")) {
            assertThat(gate(gate)).startsWith("green");
        }
    }

    @Test
    @Order(4)
    void theProjectPackagesItsFirstScriptsAndTheyWait() throws Exception {
        git("clone", "--quiet", repository(TEAM).toString(), clone.toString());
        Files.delete(clone.resolve("sql/ddl/001_sample.sql"));
        Files.delete(clone.resolve("sql/ddl/001_sample.rollback.sql"));
        script("ddl/001_account", "CREATE TABLE account (id integer PRIMARY KEY, owner text NOT NULL);", "account");
        commit("Replace the sample by the first script");
        assertThat(run("ada", 0, "package").out()).contains("Packaged payments 1.0.0: 1 change new", "signed");
        assertThat(run("ada", 4, "deploy", "latest", "--to", "dev").err()).contains("not-live");
        assertThat(tables("dev")).isEmpty();
    }

    /** Go-live dates are agreed by all, at the start of a sprint; invitations and answers go by mail. */
    @Test
    @Order(5)
    void everyoneAgreesOnASprintsStart() throws Exception {
        String date = ROLLOUT + "/date";
        assertThat(as("rita").post(date, Map.of("date", "2026-03-04")).body()).contains("date-refused");
        assertThat(as("rita").post(date, Map.of("date", "2026-02-16")).body()).contains("the freeze 'Audit' covers it");
        ok(201, as("rita").post(date, Map.of("date", GO_LIVE)));
        for (String person : INVITED) {
            String address = person + "@example.org";
            assertThat(TestMail.calendarOf(mail.letter(address, "Go-live of Payments on Monday, 2 March 2026")))
                    .contains("METHOD:REQUEST", "DTSTART;VALUE=DATE:20260302", "mailto:" + address);
            mail.reply(
                    "<" + person + "@story>",
                    address,
                    "golive.payments.1@slipway",
                    address,
                    1,
                    "ACCEPTED",
                    "DTSTART;VALUE=DATE:20260302");
        }
        server.part(MailboxRun.class).run();
        assertThat(as("rita").get(date).json().path("votes"))
                .as("a mail is no vote")
                .isEmpty();
        for (String person : INVITED) {
            mail.letter(person + "@example.org", "Please confirm: yes to Monday, 2 March 2026");
            TestServer.Answer vote = atThePage(person)
                    .post(
                            "/projects/payments/rollout/date/votes",
                            Map.of("sequence", "1", "date", GO_LIVE, "yes", "true"));
            assertThat(vote.status()).as(vote.body()).isEqualTo(302);
        }
        mail.letter("rita@example.org", "Agreed: Payments goes live on Monday, 2 March 2026");
        assertThat(gate("date-agreed")).startsWith("green");
    }

    /** The session of an hour and the hands-on training, before the go-live, with who came and what was asked. */
    @Test
    @Order(6)
    void trainingsTakePlace() throws Exception {
        long session = scheduled("session", "2026-02-10T09:00:00Z");
        long handsOn = scheduled("hands-on", "2026-02-10T12:00:00Z");
        assertThat(TestMail.calendarOf(mail.letter("ben@example.org", "Training session of Payments")))
                .contains("METHOD:REQUEST", "DTSTART:20260210T090000Z");
        clock.moveTo("2026-02-10T14:30:00Z");
        assertThat(gate("trained")).startsWith("red");
        attended(session, "ada", "ben");
        attended(handsOn, "ada");
        String questions = ROLLOUT + "/trainings/sessions/" + handsOn + "/questions";
        ok(201, as("ada").post(questions, Map.of("text", "How do I drop a column?")));
        ok(200, as("vera").post(questions + "/0/case", Map.of()));
        assertThat(gate("trained")).startsWith("green");
        assertThat(cases("training")).hasSize(1);
    }

    /** Three tiers of support, each of which acknowledges a case that breaks nothing. */
    @Test
    @Order(7)
    void supportIsStaffedAndProvedByASyntheticCase() throws Exception {
        clock.moveTo("2026-02-11T09:00:00Z");
        assertThat(gate("support-proved")).startsWith("red");
        long number = ok(201, as("rita").post(ROLLOUT + "/support/proof", Map.of()))
                .path("number")
                .asLong();
        for (String person : List.of("ada", "dora", "vera")) {
            TestServer.Answer done =
                    atThePage(person).post(PAGE + "/cases/" + number + "/steps", Map.of("step", "acknowledge"));
            assertThat(done.status()).as(done.body()).isEqualTo(302);
        }
        assertThat(gate("support-proved")).isEqualTo("green: ada (L1), dora (L2), vera (L3)");
    }

    @Test
    @Order(8)
    void theGoLiveIsRehearsed() throws Exception {
        clock.moveTo("2026-02-12T09:00:00Z");
        ok(201, as("rita").post(ROLLOUT + "/rehearsals", Map.of()));
        script("ddl/002_rehearsed", "CREATE TABLE rehearsed (id integer PRIMARY KEY);", "rehearsed");
        Files.writeString(
                clone.resolve("sql/view/owners.sql"),
                "CREATE OR REPLACE VIEW owners AS SELECT DISTINCT owner FROM account;\n");
        Files.writeString(clone.resolve("sql/view/owners.rollback.sql"), "DROP VIEW owners;\n");
        run("ada", 0, "package");
        run("ada", 0, "deploy", "latest", "--to", "dev");
        run("ada", 0, "deploy", "latest", "--to", "qa");
        assertThat(run("ada", 4, "deploy", "latest", "--to", "prod", "--reason", "x")
                        .err())
                .contains("which is production");
        ok(200, as("rita").post(ROLLOUT + "/rehearsals/end", Map.of()));
        assertThat(tables("qa")).containsExactly("account", "owners", "rehearsed");
        assertThat(gate("rehearsed")).startsWith("green");
        assertThat(gate("cleaned")).startsWith("red");
    }

    /** What was made meanwhile goes: from databases, histories and the server by the plan, from the repository by hand. */
    @Test
    @Order(9)
    void cleanUpRemovesWhatWasRehearsed() throws Exception {
        clock.moveTo("2026-02-25T09:00:00Z");
        assertThat(run("rita", 0, "rollout", "cleanup", TEAM, "--plan").out())
                .contains("goes: table payments.rehearsed", "goes: artifact 1.1.0")
                .doesNotContain("in the way");
        run("rita", 4, "rollout", "cleanup", TEAM, "--apply");
        String digest =
                as("rita").get(ROLLOUT + "/cleanup").json().path("digest").asString();
        run("ada", 0, "rollout", "cleanup", TEAM, "--approve", digest);
        run("rita", 4, "rollout", "cleanup", TEAM, "--apply");
        run("dora", 0, "rollout", "cleanup", TEAM, "--approve", digest);
        assertThat(run("rita", 0, "rollout", "cleanup", TEAM, "--apply").out()).contains("/qa.dump, ");
        assertThat(run("rita", 0, "rollout", "cleanup", TEAM, "--verify").out())
                .isEqualTo("Nothing is left of a rehearsal.\n");
        assertThat(tables("dev")).isEmpty();
        assertThat(tables("qa")).isEmpty();

        for (String rehearsed : List.of("ddl/002_rehearsed", "view/owners")) {
            Files.delete(clone.resolve("sql/" + rehearsed + ".sql"));
            Files.delete(clone.resolve("sql/" + rehearsed + ".rollback.sql"));
        }
        Files.delete(clone.resolve("artifacts/payments-1.1.0.zip"));
        assertThat(gate("cleaned")).startsWith("green");
    }

    @Test
    @Order(10)
    void theReferenceIsRefreshed() throws Exception {
        assertThat(run("dora", 0, "rollout", "reference", TEAM).out())
                .contains("'prod', where nothing was deployed yet, has exactly the schema that packaging proves on");
        inDatabase("prod", "CREATE TABLE payments.by_hand (id integer)");
        assertThat(run("dora", 1, "rollout", "reference", TEAM).out()).contains("extra table payments.by_hand");
        assertThat(gate("reference-refreshed")).startsWith("red");
        inDatabase("prod", "DROP TABLE payments.by_hand");
        run("rita", 0, "rollout", "reference", TEAM, "--record");
        assertThat(gate("reference-refreshed")).startsWith("green");
    }

    @Test
    @Order(11)
    void theGatesAreGreen() throws Exception {
        clock.moveTo("2026-02-27T10:00:00Z");
        try (BrowserContext context = visitor("rita")) {
            Page page = context.newPage();
            page.navigate(server.url(PAGE).toString());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check again"))
                    .first()
                    .click();
            Locator gates = page.locator("#readiness tbody tr");
            for (String gate : List.of(
                    "Provisioned",
                    "Support proved",
                    "Date agreed",
                    "Trained",
                    "Rehearsed",
                    "Cleaned",
                    "Reference refreshed",
                    "Nothing in prod")) {
                assertThat(gates.filter(new Locator.FilterOptions().setHasText(gate)))
                        .containsText("✓ Passed");
            }
            assertThat(gates).hasCount(11);
            assertThat(page.locator("#readiness")).containsText("Due on Mon 2026-03-02");
            TestBrowser.picture(page, "story-ready");
        }
        for (JsonNode gate : as("rita").get(ROLLOUT + "/readiness").json().path("gates")) {
            assertThat(gate.path("evidence").path("digest").asString())
                    .as(gate.toString())
                    .hasSize(64);
        }
        run("rita", 0, "rollout", "status", TEAM, "--check");
    }

    @Test
    @Order(12)
    void theSwitchOpensAtTheSprintsFirstInstant() throws Exception {
        GoLive golive = server.part(GoLive.class);
        clock.moveTo("2026-03-01T22:59:50Z");
        golive.sweep();
        assertThat(golive()).isEqualTo("waiting");
        assertThat(deploymentsBeginWith()).isEqualTo("L3");
        clock.moveTo("2026-03-01T23:00:00Z");
        golive.sweep();
        assertThat(golive()).as(as("rita").get(ROLLOUT + "/readiness").body()).isEqualTo("open");
        assertThat(deploymentsBeginWith()).isEqualTo("L1");
        assertThat(actions()).containsOnlyOnce("go-live-opened");
        for (String person : List.of("ben@example.org", "vera@example.com")) {
            mail.letter(person, "[Slipway] The rollout of payments is open");
        }
    }

    /** Developers package new scripts at the sprint's start, and what they package goes down the pipeline. */
    @Test
    @Order(13)
    void theFirstPackageProvesIt() throws Exception {
        clock.moveTo("2026-03-02T08:30:00Z");
        script("ddl/002_payment", "CREATE TABLE payment (id integer PRIMARY KEY, account integer);", "payment");
        commit("Payments");
        assertThat(run("ben", 0, "package").out()).contains("Packaged payments 1.1.0");
        run("ben", 0, "deploy", "latest", "--to", "dev");
        server.part(GoLive.class).sweep();
        assertThat(golive()).isEqualTo("open");
        run("ben", 0, "deploy", "latest", "--to", "qa");
        server.part(GoLive.class).sweep();
        assertThat(golive()).isEqualTo("live");

        toProduction();
        assertThat(tables("prod")).containsExactly("account", "payment");
        assertThat(inDatabase(
                        "prod",
                        "SELECT has_table_privilege('payments_prod_read', 'payments.payment', 'SELECT')"
                                + " AND NOT has_table_privilege('payments_prod_read', 'payments.payment', 'INSERT')"))
                .isEqualTo("t");
        assertThat(run("rita", 0, "rollout", "reference", TEAM, "--record").out())
                .isEqualTo("'prod', at 1.1.0, has exactly the schema that packaging proves on.\n");
    }

    /** Somebody changed dev by hand: what fails there is a case of L1's, which names its cause. */
    @Test
    @Order(14)
    void aFailedDeploymentBecomesACase() throws Exception {
        clock.moveTo("2026-03-03T09:00:00Z");
        inDatabase("dev", "CREATE TABLE payments.refund (id integer)");
        script("ddl/003_refund", "CREATE TABLE refund (id integer PRIMARY KEY, reason text);", "refund");
        commit("Refunds");
        run("ben", 0, "package");
        CommandLineRun failed = run("ben", 2, "deploy", "latest", "--to", "dev");
        assertThat(failed.err()).contains("ddl/003_refund.sql:1", "refund");
        long number = waitForCase("deployment");
        String path = ROLLOUT + "/cases/" + number;
        JsonNode opened = as("ada").get(path).json();
        assertThat(opened.path("tier").asString()).isEqualTo("L1");
        assertThat(opened.toString()).contains("42P07");
        mail.letter("ada@example.org", "[Slipway] Case #" + number + " of payments was opened");

        assertThat(step("ada", number, Map.of("step", "acknowledge"))).isEqualTo(302);
        inDatabase("dev", "DROP TABLE payments.refund");
        run("ben", 0, "deploy", "latest", "--to", "dev");
        assertThat(step(
                        "ada",
                        number,
                        Map.of("step", "resolve", "text", "Dropped what was made by hand.", "cause", "made by hand")))
                .isEqualTo(302);
        assertThat(as("ada").get(path).json().path("phase").asString()).isEqualTo("resolved");
        run("ben", 0, "deploy", "latest", "--to", "qa");
        toProduction();
    }

    /** In the first sprints L2 and L3 meet each working day: about what is open with them, invited with that agenda. */
    @Test
    @Order(15)
    void secondAndThirdTierMeetAboutWhatIsOpenWithThem() throws Exception {
        clock.moveTo("2026-03-04T09:00:00Z");
        long number = ok(201, as("ben").post(ROLLOUT + "/cases", Map.of("title", "Where do dropped columns go?")))
                .path("number")
                .asLong();
        assertThat(step("ada", number, Map.of("step", "acknowledge"))).isEqualTo(302);
        assertThat(step("ada", number, Map.of("step", "escalate", "text", "The guide has no page for it.")))
                .isEqualTo(302);
        assertThat(step("dora", number, Map.of("step", "acknowledge"))).isEqualTo(302);
        JsonNode support = ok(200, as("dora").get(ROLLOUT + "/support"));
        assertThat(support.path("nextMeeting").path("day").asString()).isEqualTo("2026-03-05");
        // what was asked at the training lies with L3 by now, since nobody took it
        long asked = cases("training").get(0);
        assertThat(support.path("agenda").toString()).isEqualTo("[" + asked + "," + number + "]");
        server.part(MeetingInvitations.class).run();
        for (String address : List.of("dora@example.org", "vera@example.com")) {
            assertThat(TestMail.calendarOf(mail.letter(address, "Payments: L2 meets L3 on Thursday, 5 March 2026")))
                    .contains("METHOD:REQUEST", "DTSTART:20260305T083000Z", "How do I drop a column?");
        }
        clock.moveTo("2026-03-05T08:40:00Z");
        TestServer.Answer decided = as("dora")
                .post(
                        ROLLOUT + "/support/decisions",
                        Map.of("text", "Vera adds a page on dropped columns.", "about", number));
        assertThat(decided.status()).as(decided.body()).isEqualTo(204);
        assertThat(step("dora", number, Map.of("step", "resolve", "text", "The page is there.", "cause", "guide")))
                .isEqualTo(302);
        assertThat(step("vera", asked, Map.of("step", "acknowledge"))).isEqualTo(302);
        assertThat(step("vera", asked, Map.of("step", "resolve", "text", "The page says so.", "cause", "guide")))
                .isEqualTo(302);
        assertThat(as("dora").get(ROLLOUT + "/support").json().path("agenda")).isEmpty();
        try (BrowserContext context = visitor("dora")) {
            Page page = context.newPage();
            page.navigate(server.url(PAGE + "/meetings").toString());
            assertThat(page.locator("main")).containsText("Vera adds a page on dropped columns.");
        }
    }

    /** The first two sprints need the most support; care ends by their figures, and by everybody's yes to them. */
    @Test
    @Order(16)
    void hypercareEndsByFiguresAndVotes() throws Exception {
        clock.moveTo("2026-03-16T09:00:00Z");
        JsonNode first = care();
        assertThat(first.path("state").asString()).isEqualTo("running");
        JsonNode sprint = first.path("sprints").get(0);
        // one of seven
        assertThat(sprint.path("failureRate").asInt()).as(sprint.toString()).isEqualTo(15);
        assertThat(sprint.path("cases").toString()).isEqualTo("{\"L1\":1,\"L2\":1}");
        assertThat(sprint.path("causes").toString()).contains("made by hand");

        script("ddl/004_limit", "CREATE TABLE account_limit (id integer PRIMARY KEY);", "account_limit");
        commit("Limits");
        run("ben", 0, "package");
        run("ben", 0, "deploy", "latest", "--to", "dev");
        run("ben", 0, "deploy", "latest", "--to", "qa");

        clock.moveTo("2026-03-29T21:59:50Z");
        assertThat(care().path("state").asString()).isEqualTo("running");
        clock.moveTo("2026-03-29T22:00:01Z");
        assertThat(care().path("state").asString()).as(care().toString()).isEqualTo("voting");
        ok(200, as("ada").post(ROLLOUT + "/hypercare/votes", Map.of("yes", true)));
        JsonNode ended = ok(200, as("carl").post(ROLLOUT + "/hypercare/votes", Map.of("yes", true)));
        assertThat(ended.path("state").asString()).isEqualTo("ended");
        assertThat(actions())
                .contains(
                        "step-shown",
                        "scenario-guide",
                        "date-voted",
                        "training-attended",
                        "support-proved",
                        "rehearsal-ended",
                        "cleanup-done",
                        "reference-compared",
                        "go-live-opened",
                        "go-live-proved",
                        "support-routed",
                        "hypercare-voted");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** A sprint in which too much fails brings the care back by itself, and everybody is told. */
    @Test
    @Order(17)
    void aRelapseReopensHypercare() throws Exception {
        clock.moveTo("2026-04-01T09:00:00Z");
        inDatabase("dev", "CREATE TABLE payments.voucher (id integer)");
        script("ddl/005_voucher", "CREATE TABLE voucher (id integer PRIMARY KEY);", "voucher");
        commit("Vouchers");
        run("ben", 0, "package");
        run("ben", 2, "deploy", "latest", "--to", "dev");
        run("ben", 2, "deploy", "latest", "--to", "dev");
        assertThat(care().path("state").asString()).isEqualTo("ended");
        clock.moveTo("2026-04-12T22:00:01Z");
        HypercareDesk hypercare = server.part(HypercareDesk.class);
        hypercare.sweep(server.part(Rollouts.class));
        hypercare.sweep(server.part(Rollouts.class));
        JsonNode care = care();
        assertThat(care.path("relapsed").asBoolean()).as(care.toString()).isTrue();
        assertThat(care.path("state").asString()).isEqualTo("running");
        mail.letter("carl@example.org", "[Slipway] The rollout of payments is back in hypercare");
    }

    /** The way back that was rehearsed: nothing goes down the pipeline any more, and L3 gets what fails. */
    @Test
    @Order(18)
    void theSwitchIsTakenBack() throws Exception {
        ok(200, as("rita").post(ROLLOUT + "/switch-back", Map.of("reason", "too much is changed by hand")));
        assertThat(golive()).isEqualTo("back");
        assertThat(deploymentsBeginWith()).isEqualTo("L3");
        assertThat(run("ben", 4, "deploy", "latest", "--to", "dev").err()).contains("not-live");
        mail.letter("ben@example.org", "[Slipway] The rollout of payments was switched back");
        server.part(GoLive.class).sweep();
        assertThat(golive()).isEqualTo("back");
        assertThat(actions()).contains("go-live-switched-back", "meeting-decided");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    @Test
    @Order(19)
    void aSecondTeamTakesOneFileAndOneCommand() throws Exception {
        run("root", 0, "rollout", "init", NEXT, "--like", TEAM);
        CommandLineRun apply = run("root", 0, "rollout", "apply", NEXT);
        assertThat(apply.out()).containsPattern("team payments: [0-9.]+ s.*; team orders: [0-9.]+ s");
        System.out.println(apply.out().lines().reduce((one, last) -> last).orElseThrow());
        assertThat(run("root", 0, "rollout", "apply", NEXT).out()).startsWith("Nothing to do");
        assertThat(as("ada").get("/api/projects/" + NEXT).status()).isEqualTo(200);
        assertThat(server.part(Projects.class).named(NEXT).trustedKeys())
                .isEqualTo(key(NEXT).publicPem());
        Path fresh = folder.resolve("fresh");
        git("clone", "--quiet", repository(NEXT).toString(), fresh.toString());
        CommandLineRun packaged = run(fresh, "ben", 0, "package");
        assertThat(packaged.out()).contains("Packaged orders 1.0.0: 1 change new");
    }

    private String rolloutFile() {
        StringBuilder text = new StringBuilder(
                """
                team: payments
                title: Payments
                project: payments
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  ben: { name: Ben Hall, email: ben@example.org, duties: [developer] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  omar: { name: Omar Said, email: omar@example.org, duties: [devops] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
                  vera: { name: Vera Moss, email: vera@example.com, duties: [vendor, trainer] }
                  carl: { name: Carl Fox, email: carl@example.org, duties: [stakeholder] }
                manager: rita
                stakeholders: [ada, dora, carl]
                sprints: { first: 2026-02-16, days: 14, count: 12 }
                freezes:
                  - { name: Audit, first: 2026-02-16, last: 2026-02-20 }
                support:
                  hours: { days: [mon, tue, wed, thu, fri], from: "08:00", until: "18:00" }
                  tiers:
                    L1: { members: [ada, ben], acknowledge: 1h, resolve: 8h }
                    L2: { members: [dora, omar], acknowledge: 2h, resolve: 16h }
                    L3: { members: [vera], acknowledge: 4h, resolve: 40h }
                  meetings: { at: "09:30", minutes: 15, daily-sprints: 2, weekly: tue, link: "https://meet.example.org/payments" }
                trainings:
                  session: { link: "https://meet.example.org/payments" }
                  hands-on: { link: "https://meet.example.org/payments" }
                gates:
                  provisioned: { valid: 30d }
                  support-proved: {}
                  date-agreed: {}
                  trained: {}
                  guides-built: {}
                  demo-run: {}
                  clips-built: {}
                  rehearsed: {}
                  cleaned: {}
                  reference-refreshed: {}
                  nothing-in-prod: { environment: prod, sql: "SELECT count(*) FROM pg_tables WHERE schemaname = 'payments'", equals: "0" }
                  waivers: [rita, carl]
                hypercare: { sprints: 2, failures: 25, cases: 3, recovery: 8h, votes: [ada, carl] }
                provision:
                  database: postgresql
                  repository: { url: "%s" }
                  ci: [github-actions]
                  signing-key: "${env:PAYMENTS_SIGNING_KEY}"
                  console: { url: "%s", token: "${env:CONSOLE_TOKEN}" }
                  manual:
                    - { id: firewall, title: Let the runners reach prod, who: omar, evidence: the change's number }
                  environments:
                """.formatted(repository(TEAM), server.url("/").toString().replaceFirst("/$", "")));
        for (String environment : ENVIRONMENTS) {
            text.append("""
                        %1$s:
                          server: "jdbc:postgresql://127.0.0.1:%2$d/"
                          admin: %3$s
                          admin-password: "${env:DB_ADMIN}"
                          database: payments_%1$s
                          schema: payments
                          deploy-password: "${env:%4$s}"
                          read: payments_%1$s_read
                    """.formatted(
                            environment,
                            PostgresServer.oldest().port(),
                            admin.user(),
                            variable(TEAM, environment + "_PASSWORD")));
        }
        return text.append("      protected: true\n").toString();
    }

    private static String variable(String team, String name) {
        return (team + "_" + name).toUpperCase(Locale.ROOT);
    }

    private SigningKey key(String team) {
        return SigningKey.of(Objects.requireNonNull(variables.get(variable(team, "SIGNING_KEY"))));
    }

    private Path repository(String team) {
        return folder.resolve("git").resolve(team + ".git");
    }

    private String git(String... arguments) {
        return git.run(Map.of(), "", arguments).orFail();
    }

    private void commit(String message) {
        String tree = clone.toString();
        git("-C", tree, "add", "--all");
        git("-C", tree, "-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "--quiet", "-m", message);
        git("-C", tree, "push", "--quiet");
    }

    /** @param table that it makes */
    private void script(String name, String sql, String table) throws IOException {
        Files.writeString(clone.resolve("sql/" + name + ".sql"), sql + "\n");
        Files.writeString(clone.resolve("sql/" + name + ".rollback.sql"), "DROP TABLE " + table + ";\n");
    }

    private CommandLineRun run(String who, int exitCode, String... words) {
        return run(words[0].equals("rollout") ? folder : clone, who, exitCode, words);
    }

    private CommandLineRun run(Path place, String who, int exitCode, String... words) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("SLIPWAY_DIRECTORY", place.toString());
        List<String> all = new ArrayList<>(List.of(words));
        if (!who.equals("root")) {
            environment.put("SLIPWAY_SERVER", server.url("/").toString());
            environment.put("SLIPWAY_TOKEN", as(who).token());
        }
        CommandLineRun run = CommandLineRun.of(environment, clock, all.toArray(String[]::new));
        assertThat(run.exitCode()).as(String.join(" ", words) + "\n" + run).isEqualTo(exitCode);
        return run;
    }

    private Client as(String who) {
        return Objects.requireNonNull(clients.get(who), who);
    }

    private Person account(String name) {
        return server.part(People.class).named(name).orElseThrow();
    }

    /** Somebody who signed in just now. */
    private FormClient atThePage(String name) {
        return FormClient.of(server, account(name));
    }

    private BrowserContext visitor(String name) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(account(name)))));
        return context;
    }

    private static JsonNode ok(int status, TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    /** What a gate is and why, looked at now. */
    private String gate(String name) throws Exception {
        for (JsonNode gate :
                ok(200, as("rita").post(ROLLOUT + "/readiness/check", Map.of())).path("gates")) {
            if (gate.path("gate").asString().equals(name)) {
                return gate.path("state").asString() + ": "
                        + gate.path("evidence").path("result").asString();
            }
        }
        throw new AssertionError("there is no gate " + name);
    }

    private String golive() throws Exception {
        return as("rita").get(ROLLOUT + "/readiness").json().path("golive").asString();
    }

    private String deploymentsBeginWith() throws Exception {
        return as("rita")
                .get(ROLLOUT + "/support")
                .json()
                .path("deploymentsBeginWith")
                .asString();
    }

    private JsonNode care() throws Exception {
        return ok(200, as("rita").get(ROLLOUT + "/hypercare"));
    }

    private long scheduled(String kind, String from) throws Exception {
        return ok(201, as("rita").post(ROLLOUT + "/trainings/sessions", Map.of("kind", kind, "from", from)))
                .path("number")
                .asLong();
    }

    private void attended(long session, String... people) throws Exception {
        ok(
                200,
                as("vera")
                        .post(
                                ROLLOUT + "/trainings/sessions/" + session + "/attendance",
                                Map.of("present", List.of(people))));
    }

    private int step(String who, long number, Map<String, String> fields) throws Exception {
        return atThePage(who).post(PAGE + "/cases/" + number + "/steps", fields).status();
    }

    private List<Long> cases(String source) throws Exception {
        List<Long> numbers = new ArrayList<>();
        as("rita").get(ROLLOUT + "/cases").json().path("cases").forEach(one -> {
            if (one.path("source").asString().equals(source)) {
                numbers.add(one.path("number").asLong());
            }
        });
        return numbers;
    }

    private long waitForCase(String source) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (cases(source).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        return cases(source).get(0);
    }

    /** Ada asks for it, Dora says yes to just what she saw in the browser. */
    private void toProduction() throws Exception {
        CompletableFuture<CommandLineRun> running = CompletableFuture.supplyAsync(
                () -> run("ada", 0, "deploy", "latest", "--to", "prod", "--reason", "tested in qa"));
        long number = waitForApproval(running);
        try (BrowserContext context = visitor("dora")) {
            Page page = context.newPage();
            page.navigate(
                    server.url("/projects/" + TEAM + "/deployments/" + number).toString());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                    .click();
            assertThat(page.locator("#state")).containsText("completed");
        }
        running.get(60, TimeUnit.SECONDS);
    }

    private long waitForApproval(CompletableFuture<CommandLineRun> running) throws Exception {
        while (!running.isDone()) {
            JsonNode newest = as("ada")
                    .get(PROJECT + "/deployments?environment=prod")
                    .json()
                    .path("deployments")
                    .path(0);
            if (newest.path("state").asString().equals("waiting-for-approval")) {
                return newest.path("number").asLong();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("nobody is asked for approval: " + running.get());
    }

    private List<String> actions() {
        return server.part(AuditLog.class).events(AuditLog.Filter.ALL, 2_000).stream()
                .map(AuditEvent::action)
                .toList();
    }

    private List<String> tables(String environment) throws SQLException {
        String names = inDatabase(
                environment,
                "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace ="
                        + " 'payments'::regnamespace AND relkind IN ('r', 'v')");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    /** As the administrator. @return the first row's first column; empty when there is none */
    private String inDatabase(String environment, String sql) throws SQLException {
        Database database = new Database(
                "jdbc:postgresql://127.0.0.1:" + PostgresServer.oldest().port() + "/" + TEAM + "_" + environment,
                admin.user(),
                admin.password());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
            }
        }
    }
}
