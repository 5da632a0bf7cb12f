package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.progress.Progress;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SetUpLinks;
import io.slipway.server.account.Tokens;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.calendar.CalendarPolicy;
import io.slipway.server.calendar.Windows;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.ApprovalPolicy;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.notification.MailServer;
import io.slipway.server.notification.MailServers;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Rollouts;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.NativeClients;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provisioning makes on a real server: the project, the rollout, people and their roles. */
class ProvisionConsoleTest {
    @TempDir
    private Path folder;

    private SlipwayServer server;
    private ProvisionPlace place;
    private final String team = ProvisionPlace.newTeam();

    @BeforeEach
    void start() throws IOException {
        place = new ProvisionPlace(folder, "postgresql");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path data = folder.resolve("data");
        server = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        port,
                        data,
                        StoreSettings.embedded(data),
                        "node-1",
                        Optional.empty(),
                        4,
                        ServerSettings.LARGEST_ARTIFACT,
                        Map.of()),
                Clock.systemUTC(),
                Progress.NONE);
        Person root = server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("root", "Root", Optional.empty(), Optional.empty()),
                        List.of(new Grant(Role.ADMINISTRATOR, "", ""), new Grant(Role.ROLLOUT_MANAGER, "", "")));
        place.environment()
                .put(
                        "CONSOLE_TOKEN",
                        server.part(Tokens.class)
                                .make(
                                        new Caller(
                                                root,
                                                List.of(
                                                        new Grant(Role.ADMINISTRATOR, "", ""),
                                                        new Grant(Role.ROLLOUT_MANAGER, "", "")),
                                                Optional.empty()),
                                        "provisioning",
                                        EnumSet.of(
                                                Permission.VIEW,
                                                Permission.CONFIGURE,
                                                Permission.PEOPLE,
                                                Permission.ROLLOUT),
                                        "",
                                        Duration.ofDays(1))
                                .secret());
        write("");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String more) throws IOException {
        place.write(team, "  console: { url: \"" + url() + "\", token: \"${env:CONSOLE_TOKEN}\" }\n" + more);
    }

    @Test
    void projectRolloutAndPeopleAreThereOnce() throws Exception {
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        ServedProject project = server.part(Projects.class).named(team);
        assertThat(project.definition()).isEqualTo(place.git(team, "show", "main:slipway.yaml"));
        assertThat(server.part(Rollouts.class).of(team).file())
                .isEqualTo(Files.readString(place.root().resolve("rollout/" + team + ".yaml")));
        assertThat(grants("ada")).containsExactly("team-lead for " + team);
        assertThat(grants("dora")).containsExactly("dba for " + team);
        assertThat(apply.out())
                .contains("ada, dora, rita cannot sign in yet: make a set-up link on the console's page People");
        long events = events();

        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
        assertThat(events()).isEqualTo(events);
        CommandLineRun verify = place.run("verify", team);
        assertThat(verify.exitCode()).isZero();
        assertThat(verify.out().replaceAll("\\s+", " "))
                .contains("the token's owner, root (Root) is release-manager, as whoever registers a project is");

        // by hand: a role taken, one given too many, the file of another text
        People people = server.part(People.class);
        people.revoke("test", person("ada"), new Grant(Role.TEAM_LEAD, team, ""));
        people.grant("test", person("dora"), new Grant(Role.ADMINISTRATOR, team, ""));
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out()).contains("ada is not team-lead", "dora is administrator and should not be");
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(grants("ada")).containsExactly("team-lead for " + team);
        assertThat(grants("dora")).containsExactly("dba for " + team);
    }

    /** Who was invited has a way in: a link by mail, once, also after a run that was killed before it was asked for. */
    @Test
    void withAMailServerEachAccountThatItMakesIsMailedASetUpLink() throws Exception {
        GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
        mail.start();
        try {
            server.part(People.class)
                    .add(
                            "test",
                            new People.NewPerson("ada", "Ada Byron", Optional.of("ada@example.org"), Optional.empty()),
                            List.of());
            server.part(People.class).setPassword("test", person("ada"), "correct horse battery");
            server.part(MailServers.class)
                    .set(
                            new Caller(person("root"), List.of(), Optional.empty()),
                            new MailServer(
                                    "127.0.0.1",
                                    mail.getSmtp().getPort(),
                                    MailServer.Security.NONE,
                                    "",
                                    "slipway@example.org"),
                            "");
            CommandLineRun apply = place.run("apply", team);
            assertThat(apply.exitCode()).as(apply.toString()).isZero();
            assertThat(apply.out())
                    .contains("a set-up link waits for dora, rita")
                    .doesNotContain("secret=", "ada");
            assertThat(mail.waitForIncomingEmail(30_000, 2)).isTrue();
            assertThat(linkTo(mail, "dora@example.org")).isNotEqualTo(linkTo(mail, "rita@example.org"));
            assertThat(place.run("apply", team).out()).startsWith("Nothing to do");

            String secret = linkTo(mail, "dora@example.org").replaceFirst(".*secret=", "");
            server.part(SetUpLinks.class).use(secret, "four quiet otters row");
            assertThat(place.run("plan", team).out()).contains("a set-up link waits for rita");

            // a run that was killed between an account and its link
            server.part(Store.class).run(handle -> handle.execute("DELETE FROM person_link WHERE used_at IS NULL"));
            assertThat(place.run("plan", team).out()).contains("rita has no password, and no set-up link");
            assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
            assertThat(place.run("apply", team).exitCode()).isZero();
            assertThat(mail.waitForIncomingEmail(30_000, 3)).isTrue();
            assertThat(place.run("verify", team).exitCode()).isZero();
        } finally {
            mail.stop();
        }
    }

    private static String linkTo(GreenMail mail, String address) throws Exception {
        for (MimeMessage message : mail.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(address)) {
                return message.getContent()
                        .toString()
                        .lines()
                        .filter(line -> line.contains("/setup?secret="))
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new AssertionError("no mail to " + address);
    }

    /** Letting somebody in again is not the file's to do. */
    @Test
    void whoIsLockedOutHoldsTheStepUpAndIsNamed() throws Exception {
        assertThat(place.run("apply", team).exitCode()).isZero();
        server.part(People.class).activate("test", person("dora"), false);
        server.part(People.class).revoke("test", person("ada"), new Grant(Role.TEAM_LEAD, team, ""));
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out()).contains("ada is not team-lead", "dora is locked out on the server");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(apply.out())
                .contains("waits: console.people", "dora is locked out on the server. Let them in again");
        assertThat(grants("ada")).containsExactly("team-lead for " + team);
        assertThat(place.run("plan", team).out()).contains("wait ", "dora is locked out");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        assertThat(place.run("destroy", team, "--confirm", team).exitCode()).isZero();
        assertThat(grants("ada")).isEmpty();
        assertThat(grants("dora")).isEmpty();
    }

    /** Somebody who was let in by hand is seen, and loses nothing unless it is asked for. */
    @Test
    void whoTheFileDoesNotKnowIsNamedAndTakenOutOnlyWhenAsked() throws Exception {
        assertThat(place.run("apply", team).exitCode()).isZero();
        People people = server.part(People.class);
        for (String name : List.of("mallory", "jobs", "auditor")) {
            people.add(
                    "test",
                    new People.NewPerson(name, "The " + name, Optional.empty(), Optional.empty()),
                    List.of(new Grant(Role.VIEWER, "", "")));
        }
        people.grant("test", person("mallory"), new Grant(Role.DEVELOPER, team, ""));
        people.grant("test", person("mallory"), new Grant(Role.DBA, team, "prod"));
        people.grant("test", person("jobs"), new Grant(Role.DEVELOPER, team, ""));

        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out())
                .contains("wait ")
                .contains("jobs (The jobs) is developer in " + team + ", and is not in the rollout file")
                .contains("mallory (The mallory) is developer, dba in prod in " + team)
                .contains("--take-back mallory")
                .doesNotContain("auditor", "root (Root) is release-manager in");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(grants("mallory"))
                .containsExactlyInAnyOrder("viewer for ", "developer for " + team, "dba for " + team);

        place.write(team, "  console: { url: \"" + url() + "\", token: \"${env:CONSOLE_TOKEN}\", others: [jobs] }\n");
        assertThat(place.run("plan", team).out())
                .contains("mallory (The mallory)")
                .doesNotContain("The jobs");
        for (String kept : List.of("ada", "jobs", "root", "nobody")) {
            CommandLineRun refused = place.run("apply", team, "--take-back", kept);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(64);
            assertThat(refused.err()).contains("'" + kept + "'");
        }

        assertThat(place.run("plan", team, "--take-back", "mallory").out())
                .contains("change ", "mallory (The mallory) is developer, dba in prod and is taken out");
        CommandLineRun apply = place.run("apply", team, "--take-back", "mallory");
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(grants("mallory")).containsExactly("viewer for ");
        assertThat(grants("jobs")).containsExactlyInAnyOrder("viewer for ", "developer for " + team);
        assertThat(place.run("apply", team, "--take-back", "mallory").out()).startsWith("Nothing to do");
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    /** Rights in one environment are rights: whoever made a deployer or an approver there by hand is found out. */
    @Test
    void rolesInSingleEnvironmentsAreTakenBackFromThePeopleOfTheFile() throws Exception {
        assertThat(place.run("apply", team).exitCode()).isZero();
        People people = server.part(People.class);
        people.grant("test", person("rita"), new Grant(Role.DBA, team, "prod"));
        people.grant("test", person("ada"), new Grant(Role.RELEASE_MANAGER, team, "dev"));
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("change ")
                .contains("rita is dba in prod alone and should not be")
                .contains("ada is release-manager in dev alone and should not be");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(grants("rita")).containsExactly("rollout-manager for " + team);
        assertThat(grants("ada")).containsExactly("team-lead for " + team);
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");

        people.grant("test", person("rita"), new Grant(Role.DBA, team, "prod"));
        assertThat(place.run("destroy", team, "--confirm", team).exitCode()).isZero();
        assertThat(grants("rita")).isEmpty();
    }

    /** What has no place in the file is told with the project, and left as it is. */
    @Test
    void whatWasSetForAnEnvironmentAtTheConsoleIsTold() throws Exception {
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(place.run("plan", team).out()).doesNotContain("set at the console");
        Caller root = new Caller(person("root"), List.of(), Optional.empty());
        ServedProject project = server.part(Projects.class).named(team);
        server.part(ApprovalPolicies.class)
                .set(root, project, project.project().environment("prod"), new ApprovalPolicy(1, Set.of(Role.DBA)));
        Windows windows = server.part(Windows.class);
        windows.add(root, team, "dev", List.of("sat", "sun"), "22:00", "02:00", "Europe/Berlin");
        windows.set(root, team, "dev", new CalendarPolicy(true, false, true));
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("prod asks for 1 approval by dba")
                .contains("dev opens sat, sun 22:00–02:00 Europe/Berlin")
                .contains("emergencies do not pass, rollbacks with a reason pass");
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
    }

    /** Without a key nothing could ever be deployed to what is protected. */
    @Test
    void aProtectedEnvironmentHasTheServerTrustTheKeysThatSign() throws Exception {
        String file = Files.readString(place.root().resolve("rollout/" + team + ".yaml"));
        protect(file);
        CommandLineRun first = place.run("apply", team);
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out()).contains("waits: console.keys", "run 'slipway init' in a clone of the repository");
        assertThat(server.part(Projects.class).named(team).trustedKeys()).isEmpty();

        // whoever develops makes a key, and pushes its public half
        SigningKey developers = SigningKey.generate();
        Path clone = folder.resolve("clone");
        place.git(team, "clone", "--quiet", place.repository(team).toString(), clone.toString());
        Files.createDirectories(clone.resolve("slipway-keys"));
        Files.writeString(clone.resolve("slipway-keys/dev.pem"), developers.publicPem());
        git(clone, "add", "slipway-keys");
        git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "A key");
        git(clone, "push", "--quiet");
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(trusted()).containsExactly(developers.keyId());

        // another that signs in jobs is known where it is to be had
        SigningKey jobs = SigningKey.generate();
        place.environment().put("SIGNING_KEY", jobs.privatePem());
        protect(file + "  signing-key: \"${env:SIGNING_KEY}\"\n");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out()).contains("it does not trust " + jobs.keyId().substring(0, 12));
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(trusted()).containsExactlyInAnyOrder(developers.keyId(), jobs.keyId());
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
    }

    private static void git(Path tree, String... words) {
        List<String> all = new ArrayList<>(List.of("-C", tree.toString()));
        all.addAll(List.of(words));
        NativeClients.findOrSkip("git")
                .run(Map.of(), "", all.toArray(String[]::new))
                .orFail();
    }

    private void protect(String file) throws IOException {
        Files.writeString(
                place.root().resolve("rollout/" + team + ".yaml"),
                file.replace(
                        "      read: " + team + "_prod_read\n",
                        "      read: " + team + "_prod_read\n      protected: true\n"));
    }

    private Set<String> trusted() {
        return TrustedKeys.of(List.of(server.part(Projects.class).named(team).trustedKeys()))
                .ids();
    }

    @Test
    void whatOthersMadeThereIsRefused() throws Exception {
        server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("ada", "Ada Other", Optional.of("other@example.org"), Optional.empty()),
                        List.of());
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isEqualTo(4);
        assertThat(apply.err()).contains("The account 'ada' is that of Ada Other <other@example.org>");
        assertThat(place.databases(team)).isEmpty();
        assertThat(Files.exists(place.repository(team))).isFalse();
    }

    @Test
    void aDefinitionEditedOnTheServerIsRefused() throws Exception {
        assertThat(place.run("apply", team).exitCode()).isZero();
        Projects projects = server.part(Projects.class);
        ServedProject project = projects.named(team);
        Caller root = new Caller(person("root"), List.of(new Grant(Role.ADMINISTRATOR, "", "")), Optional.empty());
        projects.redefine(
                root,
                team,
                project.revision(),
                project.title(),
                project.definition().replace("rollback: none", "rollback: proved"),
                project.trustedKeys());
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains("on the server was changed by hand since it was made");
    }

    /** What is told before the server knows the team waits in the folder, and is the server's from then on. */
    @Test
    void evidenceOfManualStepsIsKeptByTheServer() throws Exception {
        write("  manual:\n    - { id: firewall, title: Open the firewall, who: dora, evidence: the change's number,"
                + " before: [prod.database] }\n");
        CommandLineRun first = place.run("apply", team, "--evidence", "firewall=CHG-4711");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(shown()).isEqualTo("root: CHG-4711");
        CommandLineRun verify = place.run("verify", team);
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
        assertThat(verify.out()).contains("shown by root on ", ": CHG-4711");
        long events = events();
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
        assertThat(events()).isEqualTo(events);

        Files.writeString(folder.resolve("protocol.txt"), "done");
        assertThat(place.run("apply", team, "--evidence", "firewall=@protocol.txt")
                        .exitCode())
                .isZero();
        assertThat(shown()).matches("root: [0-9a-f]{64}  protocol.txt");
        CommandLineRun lines = place.run("apply", team, "--evidence", "firewall=one\ntwo");
        assertThat(lines.exitCode()).as(lines.toString()).isEqualTo(64);

        // another question: the old answer, in the folder too, is none to it
        write("  manual:\n    - { id: firewall, title: Open the firewall, who: dora, evidence: the minutes,"
                + " before: [prod.database] }\n");
        CommandLineRun anew = place.run("apply", team);
        assertThat(anew.out()).contains("waits: firewall").contains("the minutes");
        assertThat(shown()).isEqualTo("nothing");
    }

    @Test
    void theGatesAreToldByTheServer() throws Exception {
        write("gates: { provisioned: {}, date-agreed: {}, waivers: [rita, ada] }\n");
        assertThat(place.run("apply", team).exitCode()).isZero();
        CommandLineRun here = place.run("status", team);
        assertThat(here.out()).contains("are known to a server: name it with --server");
        assertThat(place.run("status", team, "--look").exitCode()).isEqualTo(64);

        CommandLineRun before = gates("--check");
        assertThat(before.exitCode()).as(before.toString()).isEqualTo(1);
        assertThat(before.out())
                .contains("? Not known")
                .contains("nobody looked yet")
                .contains(team + " is not ready. Go-live: Waiting, no day agreed.");
        CommandLineRun looked = gates("--look");
        assertThat(looked.exitCode()).as(looked.toString()).isZero();
        assertThat(looked.out())
                .containsPattern("date-agreed +✗ Failed +Rita")
                .contains("there is no date to which everybody said yes (seen ")
                .contains("the newest date and the votes on it");
        CommandLineRun json = gates("--check", "--output", "json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out().replaceAll("\\s", ""))
                .contains("\"formatVersion\":1", "\"state\":\"red\"", "\"digest\":", "\"turn\":[");
        assertThat(place.run(
                                "status",
                                "others",
                                "--server",
                                url(),
                                "--token",
                                "${env:CONSOLE_TOKEN}",
                                "--project",
                                team)
                        .exitCode())
                .isEqualTo(64);

        write("gates: { waivers: [] }\n");
        assertThat(place.run("apply", team).exitCode()).isZero();
        CommandLineRun ready = gates("--check");
        assertThat(ready.exitCode()).as(ready.toString()).isZero();
        assertThat(ready.out()).contains(team + " is ready.");
    }

    private CommandLineRun gates(String... flags) {
        List<String> all =
                new ArrayList<>(List.of("status", team, "--server", url(), "--token", "${env:CONSOLE_TOKEN}"));
        all.addAll(List.of(flags));
        return place.run(all.toArray(String[]::new));
    }

    private String url() {
        return server.url().toString().replaceFirst("/$", "");
    }

    /** What the server has of the one manual step. */
    private String shown() {
        return server.part(ManualSteps.class).of(server.part(Rollouts.class).of(team)).get(0).shown().stream()
                .map(each -> each.by() + ": " + each.evidence().text())
                .findFirst()
                .orElse("nothing");
    }

    /** The same by curl. */
    @Test
    void theRunbookDoesTheSame() throws Exception {
        NativeClients.findOrSkip("curl");
        NativeClients.findOrSkip("psql");
        NativeClients.findOrSkip("openssl");
        SigningKey key = SigningKey.generate();
        place.environment().put("SIGNING_KEY", key.privatePem());
        protect(Files.readString(place.root().resolve("rollout/" + team + ".yaml"))
                + "  signing-key: \"${env:SIGNING_KEY}\"\n");
        // somebody of this team works for another already
        server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("ada", "Ada Byron", Optional.of("ada@example.org"), Optional.empty()),
                        List.of());
        Path page = folder.resolve("runbook.html");
        assertThat(place.run("runbook", team, "--format", "html", "--out", page.toString())
                        .exitCode())
                .isZero();
        assertThat(Files.readString(page)).contains("rita cannot sign in yet: make a set-up link");
        for (String command : ProvisionRunbookTest.commands(page)) {
            ProvisionRunbookTest.bash(place, command);
        }
        CommandLineRun verify = place.run("verify", team);
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
        assertThat(grants("rita")).containsExactly("rollout-manager for " + team);
        assertThat(trusted()).containsExactly(key.keyId());
    }

    private Person person(String name) {
        return server.part(People.class).named(name).orElseThrow();
    }

    private List<String> grants(String name) {
        return server.part(People.class).grants(person(name).id()).stream()
                .map(grant -> grant.role().text() + " for " + grant.project())
                .collect(Collectors.toList());
    }

    private long events() {
        return server.part(AuditLog.class).anchor().sequence();
    }
}
