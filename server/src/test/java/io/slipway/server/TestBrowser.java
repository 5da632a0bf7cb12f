package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import io.slipway.server.account.Sessions;
import io.slipway.testkit.Skips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed Chromium, without a window; everything that makes pictures differ from run to run is fixed. */
final class TestBrowser implements AutoCloseable {
    /** How people see a page. */
    enum View {
        LIGHT(ColorScheme.LIGHT, 1200),
        DARK(ColorScheme.DARK, 1200),
        NARROW(ColorScheme.LIGHT, 390);

        private final ColorScheme colors;
        private final int width;

        View(ColorScheme colors, int width) {
            this.colors = colors;
            this.width = width;
        }

        void of(Page page) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
            page.setViewportSize(width, 800);
        }
    }

    private static final int PATIENCE_MILLIS = 90_000;
    private static final Path PICTURES = Path.of("target", "screenshots");
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private TestBrowser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static TestBrowser startOrSkip() {
        Path program = chromium()
                .orElseGet(() -> Skips.outLoud(
                        "pages in a browser: there is no chromium on the PATH; SLIPWAY_CHROMIUM can name one"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new TestBrowser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync"))));
    }

    /** A new visitor, with cookies of their own. */
    BrowserContext visitor(ColorScheme colors, int width, boolean javaScript) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, 800)
                .setColorScheme(colors)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setJavaScriptEnabled(javaScript));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    /** Of somebody who signed in already. */
    static Cookie session(TestServer server, String secret) {
        return new Cookie(Sessions.COOKIE, secret).setUrl(server.url("/").toString());
    }

    /** What keeps people out of the page as it is shown now, in words: rule, and where. */
    static List<String> faults(Page page) {
        List<String> faults = new ArrayList<>();
        // in the page itself, which has no frames: otherwise each look opens a page of axe's own
        new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .forEach(rule -> faults.add(
                                rule.getId() + " " + rule.getNodes().get(0).getHtml()));
        int overflow = ((Number)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
        if (overflow > 0) {
            faults.add("wider than the screen by " + overflow);
        }
        return faults;
    }

    /** In each view, without faults; {@code -Dslipway.pictures=true} keeps pictures, to be looked at. */
    static void seen(Page page, String name) {
        for (View view : View.values()) {
            view.of(page);
            assertThat(faults(page)).as(name + " " + view).isEmpty();
            if (Boolean.getBoolean("slipway.pictures")) {
                picture(page, name + "-" + view.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    static void picture(Page page, String name) {
        try {
            Files.createDirectories(PICTURES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static Optional<Path> chromium() {
        String named = System.getenv("SLIPWAY_CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
