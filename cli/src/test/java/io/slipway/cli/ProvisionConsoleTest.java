package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.slipway.server.account.Tokens;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Rollouts;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.NativeClients;
import java.io.IOException;
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
        Path data = folder.resolve("data");
        server = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
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
        long events = events();

        assertThat(place.run("apply", team).out()).startsWith("Nothing to do");
        assertThat(events()).isEqualTo(events);
        assertThat(place.run("verify", team).exitCode()).isZero();

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
                .containsPattern("date-agreed +✗ Failed +Ada Byron, Dora Berg")
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
