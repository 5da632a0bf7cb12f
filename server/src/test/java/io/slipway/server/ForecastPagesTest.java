package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the target's own tables mean for a deployment, as people see it: before, to take home, and afterwards. */
class ForecastPagesTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private Client lead;
    private String session;

    @BeforeEach
    void start() throws Exception {
        Database target = PostgresServer.newest().createDatabase();
        server = TestServer.start(
                folder.resolve("data"),
                Map.of("REFERENCE", PostgresServer.newest().admin().password(), "TARGET", target.password()));
        PostgresProject shop = PostgresProject.make(folder.resolve("shop"), target);
        shop.script(
                "1",
                "CREATE TABLE customer (id integer PRIMARY KEY, name text, fax text);"
                        + " CREATE TABLE orders (id integer, customer integer, amount integer);",
                "DROP TABLE orders; DROP TABLE customer;");
        Client.of(server, "root", Role.ADMINISTRATOR)
                .post("/api/projects", Map.of("definition", shop.definition(), "title", "Shop"));
        lead = Client.of(server, "lee", Role.TEAM_LEAD);
        session = server.session(server.person("pat", Role.TEAM_LEAD));
        deploy(shop);
        target.run(
                "INSERT INTO customer SELECT g, 'n', CASE WHEN g % 4 = 0 THEN 'f' END FROM generate_series(1, 3000) g",
                "INSERT INTO orders SELECT g, g % 3000 + 1, g FROM generate_series(1, 200000) g",
                "VACUUM ANALYZE",
                "CREATE VIEW faxes AS SELECT fax FROM customer");
        shop.script("2_amount", "ALTER TABLE orders ALTER COLUMN amount TYPE bigint;", "SELECT 1;");
        shop.script(
                "3_of_customer",
                "ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customer;",
                "ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey;");
        shop.script("4_by_amount", "CREATE INDEX orders_amount ON orders (amount);", "DROP INDEX orders_amount;");
        shop.script("5_note", "ALTER TABLE customer ADD COLUMN note text;", "ALTER TABLE customer DROP COLUMN note;");
        assertThat(lead.upload("shop", shop.pack()).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void beforeToTakeHomeAndAfterwards() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip();
                BrowserContext visitor = browser.visitor(ColorScheme.LIGHT, 1200, true)) {
            visitor.addCookies(List.of(TestBrowser.session(server, session)));
            Page page = visitor.newPage();
            page.navigate(server.url("/projects/shop/forecast?version=1.1.0&environment=dev")
                    .toString());
            assertThat(page.locator("#content")).containsText("What to look at first");
            assertThat(page.locator("#content")).containsText("everybody waits for table public.orders");
            TestBrowser.seen(page, "forecast-risks");

            Download file = page.waitForDownload(
                    () -> page.getByText("As one page, with a picture").click());
            assertThat(file.suggestedFilename()).isEqualTo("forecast-1.1.0-dev.html");
            Path kept = folder.resolve(file.suggestedFilename());
            file.saveAs(kept);
            Page alone = visitor.newPage();
            alone.navigate(kept.toUri().toString());
            assertThat(alone).hasTitle("Forecast: 1.1.0 to dev");
            assertThat(alone.locator("svg.picture circle")).hasCount(4);
            TestBrowser.seen(alone, "forecast-alone");

            lead.ended(lead.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
            page.navigate(server.url("/projects/shop/deployments/2").toString());
            assertThat(page.locator("#content")).containsText("Forecast against reality");
            assertThat(page.locator("#content")).containsText("took as long as told");
            TestBrowser.seen(page, "forecast-reality");
        }
    }

    private void deploy(PostgresProject shop) throws Exception {
        assertThat(lead.upload("shop", shop.pack()).status()).isEqualTo(201);
        TestServer.Answer ended = lead.ended(
                lead.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
    }
}
