package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.AccessRule;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.testkit.Golden;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every endpoint as every role everywhere, in its project, in another project, and as nobody: what the table says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
    private enum Where {
        EVERYWHERE(""),
        HERE("shop"),
        ELSEWHERE("bank");

        private final String project;

        Where(String project) {
            this.project = project;
        }
    }

    private enum Verdict {
        LET,
        NOT_SIGNED_IN,
        NOT_ALLOWED,
        NO_SUCH_PROJECT
    }

    private record Somebody(Role role, Where where, Person person, String token) {}

    private TestServer server;
    private EndpointTable table;
    private final List<Somebody> people = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        table = EndpointTable.of(server);
        Client owner = Client.of(server, "owner", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            owner.post(
                    "/api/projects",
                    Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
            assertThat(owner.upload(name, project.pack()).status()).isEqualTo(201);
            owner.ended(owner.post(
                    "/api/projects/" + name + "/deployments", Map.of("artifact", "latest", "environment", "dev")));
        }
        for (Where where : Where.values()) {
            for (Role role : Role.values()) {
                Person person = server.part(People.class)
                        .add(
                                "test",
                                new People.NewPerson(
                                        role.text() + "-" + where.ordinal(),
                                        "Some Body",
                                        Optional.empty(),
                                        Optional.empty()),
                                List.of(new Grant(role, where.project, "")));
                people.add(new Somebody(
                        role,
                        where,
                        person,
                        Client.token(server, person, "", Duration.ofDays(1)).secret()));
            }
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theTableIsPublished() {
        Golden.ofRepository("docs/reference").check("access.md", table.markdown());
    }

    /** So that a framework's update cannot open a door unseen. */
    @Test
    void ofTheFrameworksOnlyTheDescriptionAndTheErrorPageAnswer() {
        assertThat(table.rows())
                .filteredOn(row -> !row.ours())
                .extracting(EndpointTable.Row::path)
                .containsOnly("/error", "/openapi.json", "/openapi.json.yaml");
    }

    @Test
    void everyEndpointAsEveryRole() throws Exception {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (EndpointTable.Row row : table.rows()) {
            if (row.ours()) {
                for (Somebody somebody : people) {
                    Verdict expected = expected(row, somebody);
                    TestServer.Answer answer = ask(row, somebody);
                    asked++;
                    if (verdict(row, answer) != expected || answer.status() == 500) {
                        wrong.add(row.method() + " " + row.path() + " as "
                                + somebody.role().text() + " "
                                + somebody.where() + ": not " + expected + " but " + answer.status() + " "
                                + answer.headers().firstValue("Location").orElse("")
                                + answer.body().lines().limit(3).toList());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).as("%s answers looked at", asked).isGreaterThan(60 * people.size());
    }

    @Test
    void everyEndpointAsNobody() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (EndpointTable.Row row : table.rows()) {
            if (row.ours()) {
                Verdict expected =
                        row.rule() instanceof AccessRule.OpenToEverybody ? Verdict.LET : Verdict.NOT_SIGNED_IN;
                FormClient nobody = new FormClient(server);
                TestServer.Answer answer =
                        row.form() ? nobody.post(filled(row), Map.of()) : server.send(request(row), "Accept", "*/*");
                if (verdict(row, answer) != expected) {
                    wrong.add(row.method() + " " + row.path() + ": not " + expected + " but " + answer.status());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Verdict expected(EndpointTable.Row row, Somebody somebody) {
        if (row.rule() instanceof AccessRule.OfRunners) {
            return Verdict.NOT_SIGNED_IN;
        }
        if (!(row.rule() instanceof AccessRule.Permitted)) {
            return Verdict.LET;
        }
        if (row.ofProject() && somebody.where() == Where.ELSEWHERE) {
            return Verdict.NO_SUCH_PROJECT;
        }
        boolean reaches = row.ofProject() || somebody.where() == Where.EVERYWHERE;
        return reaches && row.allows(somebody.role()) ? Verdict.LET : Verdict.NOT_ALLOWED;
    }

    private TestServer.Answer ask(EndpointTable.Row row, Somebody somebody) throws Exception {
        if (row.api()) {
            return server.send(request(row), "Authorization", "Bearer " + somebody.token());
        }
        FormClient browser = FormClient.of(server, somebody.person());
        return row.form() ? browser.post(filled(row), Map.of()) : browser.get(filled(row));
    }

    /** With an empty body: whoever is let gets to hear that something is missing, and nothing is changed. */
    private HttpRequest.Builder request(EndpointTable.Row row) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(filled(row)));
        return row.method().equals("GET")
                ? request.GET()
                : request.method(row.method(), HttpRequest.BodyPublishers.ofString("{}"))
                        .header("Content-Type", row.takes());
    }

    private static String filled(EndpointTable.Row row) {
        return row.path()
                .replace("{project}", "shop")
                .replace("{environment}", "dev")
                .replace("{version}", "1.0.0")
                .replace("{number}", "1")
                .replace("{index}", "0")
                .replace("{gate}", "rehearsed")
                .replace("{step}", "firewall")
                .replace("{name}", "owner")
                .replace("{id}", "none");
    }

    private static Verdict verdict(EndpointTable.Row row, TestServer.Answer answer) {
        if (answer.status() == 401 && answer.body().contains("\"not-signed-in\"")
                || answer.headers().firstValue("Location").orElse("").contains("/sign-in?to=")) {
            return Verdict.NOT_SIGNED_IN;
        }
        if (answer.status() == 403) {
            return Verdict.NOT_ALLOWED;
        }
        boolean hidden = answer.body().contains("There is no project 'shop'")
                || answer.body().contains("There is no project &#39;shop&#39;");
        return row.ofProject() && answer.status() == 404 && hidden ? Verdict.NO_SUCH_PROJECT : Verdict.LET;
    }
}
