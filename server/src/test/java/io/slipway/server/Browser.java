package io.slipway.server;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.Media;
import io.slipway.server.account.Sessions;
import io.slipway.testkit.Skips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The installed Chromium, as people have it; {@code SLIPWAY_CHROMIUM} says where else it is. */
final class Browser implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Path PICTURES = Path.of("target", "screenshots");
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    Browser() {
        Path chromium = Path.of(System.getenv().getOrDefault("SLIPWAY_CHROMIUM", "/usr/bin/chromium"));
        if (!Files.isExecutable(chromium)) {
            Skips.outLoud("pages in a browser: no Chromium at " + chromium + "; SLIPWAY_CHROMIUM can name one");
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** A new empty profile with fixed language and time zone. */
    Page page(boolean script, Cookie... cookies) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setViewportSize(1280, 860));
        context.addCookies(List.of(cookies));
        return context.newPage();
    }

    static Cookie session(TestServer server, String secret) {
        return new Cookie(Sessions.COOKIE, secret).setUrl(server.url("/").toString());
    }

    /** In light, dark, print and on a phone; back to a light screen at the end. */
    static void pictures(Page page, String name) {
        picture(page, name + "-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, name + "-dark");
        page.setViewportSize(390, 844);
        picture(page, name + "-phone");
        page.setViewportSize(1280, 860);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.LIGHT));
        picture(page, name + "-print");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN).setColorScheme(ColorScheme.LIGHT));
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }

    /** What keeps people out, in words: rule, and where; in light and in dark. */
    static List<String> faults(Page page) {
        List<String> light = seriousFaults(page, "light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        List<String> dark = seriousFaults(page, "dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        return java.util.stream.Stream.concat(light.stream(), dark.stream()).toList();
    }

    private static List<String> seriousFaults(Page page, String scheme) {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(v -> List.of("serious", "critical").contains(v.getImpact()))
                        .map(v -> scheme + " " + page.url() + " " + v.getId() + ": "
                                + v.getNodes().stream()
                                        .map(n -> String.valueOf(n.getHtml()))
                                        .toList())
                        .toList();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
