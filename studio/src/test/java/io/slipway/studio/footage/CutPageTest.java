package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.slipway.enablement.program.Programs;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.stage.StudioBrowser;
import io.slipway.testkit.Skips;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on which a person decides, in a real browser; and whom it refuses. */
class CutPageTest {
    @TempDir
    private Path folder;

    private CutFile file;
    private CutServer server;

    @BeforeEach
    void open() throws Exception {
        Path film = Files.write(folder.resolve("film.mp4"), new byte[1000]);
        file = new CutFile(folder);
        file.write(new CutList(
                1,
                1,
                "film.mp4",
                1000,
                120,
                0,
                true,
                List.of(
                        new Cut(1, Cut.Kind.SILENCE, 10, 14, "Nobody speaks.", 0.9, Cut.State.PROPOSED),
                        new Cut(2, Cut.Kind.FROZEN, 30, 40, "<b>Nothing</b> moves.", 0.4, Cut.State.PROPOSED),
                        new Cut(3, Cut.Kind.REPEAT, 60, 70, "Said again.", 0.8, Cut.State.PROPOSED)),
                List.of(new CutList.Chapter(0, "All of it"))));
        file.writeWave(new int[] {10, 50, 90, 20});
        server = CutServer.start(file, new Footage(film, 1000, 120, 640, 360, true));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPersonDecidesByKeyboardAndMouse() {
        if (Programs.BROWSER.find(System.getenv()).isEmpty()) {
            Skips.outLoud("the page of cuts: there is no " + Programs.BROWSER.title());
        }
        try (StudioBrowser browser = StudioBrowser.start(System.getenv(), false)) {
            Page page = browser.visitor(Looks.GUIDE).newPage();
            page.navigate(server.address().toString());
            page.getByText("<b>Nothing</b> moves.").waitFor();
            page.keyboard().press("j");
            page.keyboard().press("a");
            page.keyboard().press("j");
            page.keyboard().press("r");
            page.keyboard().press("j");
            page.keyboard().press("a");
            Locator end = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("End of the cut"));
            end.focus();
            page.keyboard().press("Shift+ArrowRight");
            page.keyboard().press("ArrowRight");
            assertThat(page.inputValue("#to")).isEqualTo("71.10");
            Locator begin =
                    page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Beginning of the cut"));
            BoundingBox box = begin.boundingBox();
            page.mouse().move(box.x + box.width / 2, box.y + 20);
            page.mouse().down();
            page.mouse().move(box.x + box.width / 2 - 60, box.y + 20);
            page.mouse().up();
            assertThat(Double.parseDouble(page.inputValue("#from"))).isBetween(50.0, 58.0);
            page.getByLabel("Title of the chapter at 0:00.0").fill("The whole");
            assertThat(page.innerText("#state")).isEqualTo("Not saved yet");
            page.keyboard().press("Control+s");
            page.locator("#state")
                    .filter(new Locator.FilterOptions().setHasText("Saved"))
                    .waitFor();
        }
        CutList list = file.read();
        assertThat(list.revision()).isEqualTo(2);
        assertThat(list.cuts())
                .extracting(Cut::state)
                .containsExactly(Cut.State.ACCEPTED, Cut.State.REJECTED, Cut.State.ACCEPTED);
        assertThat(list.cuts().get(2).to()).isEqualTo(71.1);
        assertThat(list.chapters().get(0).title()).isEqualTo("The whole");
    }

    @Test
    void strangersAreRefused() throws Exception {
        URI address = server.address();
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(get(address).statusCode()).isEqualTo(200);
        assertThat(get(address).headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(get(address.resolve("/")).statusCode()).isEqualTo(404);
        assertThat(get(address.resolve("/cuts")).statusCode()).isEqualTo(404);
        assertThat(get(address.resolve("../" + "0".repeat(32) + "/cuts")).statusCode())
                .isEqualTo(404);
        assertThat(get(address.resolve("cuts.json")).statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(address.resolve("cuts")).header("Origin", "http://elsewhere.example"))
                        .statusCode())
                .isEqualTo(403);
        // the same machine under another name, as an attacker's name server would give it
        assertThat(get(URI.create(address.toString().replace("127.0.0.1", "localhost")))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> part =
                send(HttpRequest.newBuilder(address.resolve("film")).header("Range", "bytes=100-199"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100-199/1000");
        assertThat(part.body()).hasSize(100);
        assertThat(send(HttpRequest.newBuilder(address.resolve("film")).header("Range", "bytes=2000-"))
                        .statusCode())
                .isEqualTo(416);
    }

    @Test
    void whatDoesNotFitIsNotSaved() throws Exception {
        String before = CutFile.text(file.read());
        assertThat(put("{\"revision\":7,\"cuts\":[],\"chapters\":[{\"at\":0,\"title\":\"x\"}]}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(put("{\"revision\":1,\"cuts\":[],\"chapters\":[]}").body())
                .contains("The first chapter must begin at 0 s");
        for (String no : List.of(
                "no json",
                "null",
                "{\"revision\":1}",
                "{\"revision\":null,\"cuts\":[],\"chapters\":[{\"at\":0,\"title\":\"x\"}]}",
                "{\"revision\":1,\"cuts\":[null],\"chapters\":[{\"at\":0,\"title\":\"x\"}]}",
                "{\"revision\":1,\"cuts\":[],\"chapters\":[{\"at\":0}]}")) {
            assertThat(put(no).statusCode()).as(no).isEqualTo(400);
        }
        assertThat(put(" ".repeat(3 << 20)).statusCode()).isEqualTo(413);
        assertThat(CutFile.text(file.read())).isEqualTo(before);
    }

    private HttpResponse<String> put(String body) throws Exception {
        return send(HttpRequest.newBuilder(server.address().resolve("cuts"))
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return send(HttpRequest.newBuilder(address));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
