package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people at one rollout file: the later one does not overwrite the earlier in silence. */
class RolloutFileRevisionTest {
    private static final String API = "/api/projects/shop/rollout";
    private static final String PAGE = "/projects/shop/rollout/file";
    private static final Pattern REVISION = Pattern.compile("name=\"revision\" value=\"(\\d+)\"");

    private TestServer server;
    private Client rita;
    private FormClient first;
    private FormClient second;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        Client root = Client.of(server, "root", Role.ADMINISTRATOR);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        Person roy = server.person("roy", Role.ROLLOUT_MANAGER);
        Person ron = server.person("ron", Role.ROLLOUT_MANAGER);
        first = FormClient.of(server, roy);
        second = FormClient.of(server, ron);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLaterOneIsToldOnThePageAndKeepsWhatWasTyped() throws Exception {
        rita.put(API, Map.of("file", titled("Payments")));
        String opened = revision(first);
        assertThat(revision(second)).isEqualTo(opened).isEqualTo("1");
        assertThat(handIn(first, "Boat A", opened).status()).isEqualTo(302);

        TestServer.Answer later = handIn(second, "Boat B", opened);
        assertThat(later.status()).isEqualTo(409);
        assertThat(later.body())
                .contains("Somebody else changed the rollout file of", "it is revision 2 now, by roy")
                .contains("Look at what it is now, and make your change again.")
                .contains("title: Boat B", "What it is now", "title: Boat A");
        assertThat(file()).contains("title: Boat A");
        assertThat(handIn(second, "Boat B", opened).status())
                .as("pressed again")
                .isEqualTo(409);

        assertThat(handIn(second, "Boat B", revision(second)).status()).isEqualTo(302);
        assertThat(file()).contains("title: Boat B");
    }

    @Test
    void whoBeginsTheSameFileLaterIsToldToo() throws Exception {
        assertThat(revision(first)).isEqualTo("0");
        assertThat(handIn(first, "Boat A", "0").status()).isEqualTo(302);
        assertThat(handIn(second, "Boat B", "0").status()).isEqualTo(409);
        assertThat(file()).contains("title: Boat A");
        assertThat(handIn(second, "Boat A", "0").status()).as("the same text").isEqualTo(302);
    }

    @Test
    void theApiTakesARevisionOrNone() throws Exception {
        assertThat(rita.put(API, Map.of("file", titled("One"), "revision", 0))
                        .json()
                        .path("revision")
                        .asLong())
                .isEqualTo(1);
        assertThat(rita.put(API, Map.of("file", titled("Two"), "revision", 1)).status())
                .isEqualTo(200);
        for (int stale : new int[] {0, 1, 3}) {
            TestServer.Answer refused = rita.put(API, Map.of("file", titled("Three"), "revision", stale));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asString()).isEqualTo("deployment-state");
        }
        assertThat(file()).contains("title: Two");
        // as scripts of before do
        assertThat(rita.put(API, Map.of("file", titled("Three"))).status()).isEqualTo(200);
        assertThat(file()).contains("title: Three");
    }

    private static String titled(String title) {
        return GoLiveDateTest.rolloutFile().replace("title: Payments", "title: " + title);
    }

    private static TestServer.Answer handIn(FormClient who, String title, String revision) throws Exception {
        return who.post(PAGE, Map.of("file", titled(title), "revision", revision));
    }

    private static String revision(FormClient who) throws Exception {
        Matcher revision = REVISION.matcher(who.get(PAGE).body());
        assertThat(revision.find()).isTrue();
        return revision.group(1);
    }

    private String file() throws Exception {
        return rita.get(API).json().path("file").asString();
    }
}
