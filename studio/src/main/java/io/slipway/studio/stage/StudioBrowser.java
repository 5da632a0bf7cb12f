package io.slipway.studio.stage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Margin;
import com.microsoft.playwright.options.ReducedMotion;
import io.slipway.enablement.program.Programs;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import j2html.utils.EscapeUtil;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The installed browser, with all fixed that makes pictures differ from run to run. For one thread. */
public final class StudioBrowser implements AutoCloseable {
    private final Map<String, String> environment;
    private final boolean visible;
    private Optional<Running> running = Optional.empty();

    private StudioBrowser(Map<String, String> environment, boolean visible) {
        this.environment = Map.copyOf(environment);
        this.visible = visible;
    }

    private record Running(Playwright playwright, Browser browser) {}

    /**
     * @param visible whether it opens a window, for whoever presents
     * @throws SlipwayException {@code program-missing}
     */
    public static StudioBrowser start(Map<String, String> environment, boolean visible) {
        StudioBrowser browser = new StudioBrowser(environment, visible);
        browser.browser();
        return browser;
    }

    /**
     * Ends its processes, of 400 MB, while something else needs the room: the next visitor starts it again. Visitors that
     * are left are gone.
     */
    public void rest() {
        running.ifPresent(each -> {
            try {
                each.browser().close();
                each.playwright().close();
            } catch (PlaywrightException e) {
                // somebody ended the browser: it is gone, and there is nothing left to close
                return;
            }
        });
        running = Optional.empty();
    }

    private Browser browser() {
        if (running.isEmpty()) {
            running = Optional.of(launch(Programs.BROWSER.require(environment)));
        }
        return running.get().browser();
    }

    private Running launch(Path program) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        // Playwright's driver passes pictures on and keeps none: the room that Node gives what is new is 30 MB too much
        variables.putIfAbsent("NODE_OPTIONS", "--max-semi-space-size=2");
        try {
            Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(variables));
            try {
                return new Running(
                        playwright,
                        playwright
                                .chromium()
                                .launch(new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setHeadless(!visible)
                                        // Ctrl-C is ours: what is under way is still shown how it ends
                                        .setHandleSIGINT(false)
                                        .setHandleSIGTERM(false)
                                        .setArgs(BrowserFlags.of(System.getProperty("user.name", "")
                                                .equals("root")))));
            } catch (PlaywrightException e) {
                playwright.close();
                throw e;
            }
        } catch (PlaywrightException e) {
            throw SlipwayException.of(
                            ErrorCode.PROGRAM_MISSING,
                            program + " does not start: " + Screen.firstLine(e),
                            visible
                                    ? "A window needs a screen; without one, leave --live out."
                                    : "Start it by hand, and see what it says.")
                    .causedBy(e);
        }
    }

    /** A new visitor, with cookies of their own. */
    public BrowserContext visitor(Looks looks) {
        return browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(looks.width(), looks.height())
                        .setDeviceScaleFactor(looks.scale())
                        .setColorScheme(ColorScheme.LIGHT)
                        .setLocale("en-GB")
                        .setTimezoneId("UTC")
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    /**
     * A local HTML file as a PDF on A4, with page numbers.
     *
     * @param title in the foot of each page
     */
    public byte[] pdf(Path html, String title) {
        try (BrowserContext context = browser().newContext()) {
            Page page = context.newPage();
            page.navigate(html.toUri().toString());
            page.waitForLoadState(LoadState.NETWORKIDLE);
            return page.pdf(new Page.PdfOptions()
                    .setFormat("A4")
                    .setPrintBackground(true)
                    .setOutline(true)
                    .setTagged(true)
                    .setDisplayHeaderFooter(true)
                    .setHeaderTemplate("<span></span>")
                    .setFooterTemplate(
                            "<div style=\"font-size:8px;width:100%;padding:0 14mm;display:flex;"
                                    + "justify-content:space-between\"><span>" + EscapeUtil.escape(title) + "</span>"
                                    + "<span><span class=\"pageNumber\"></span> of <span class=\"totalPages\"></span></span></div>")
                    .setMargin(new Margin()
                            .setTop("16mm")
                            .setBottom("18mm")
                            .setLeft("14mm")
                            .setRight("14mm")));
        }
    }

    @Override
    public void close() {
        rest();
    }
}
