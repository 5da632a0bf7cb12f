package io.slipway.studio.stage;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.slipway.enablement.program.Programs;
import io.slipway.enablement.scenario.Actor;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An installation with a browser and a terminal for each part that is played. For one thread. */
public final class Stage implements AutoCloseable {
    private final Installation installation;
    private final StudioBrowser browser;
    private final Looks looks;
    private final Map<String, String> environment;
    private final Masks masks;
    private final Map<Actor, Screen> consoles = new EnumMap<>(Actor.class);
    private final Map<Actor, Terminal> terminals = new EnumMap<>(Actor.class);
    private final Map<Actor, BrowserContext> visitors = new EnumMap<>(Actor.class);
    private Optional<Editor> editor = Optional.empty();

    /** What a shell and the programs of a scenario need to know of the machine. */
    private static final Pattern KNOWN = Pattern.compile(
            "PATH|HOME|USER|LOGNAME|USERNAME|USERPROFILE|SHELL|LANG|LANGUAGE|LC_.*|TZ|TERM|TMPDIR|TMP|TEMP|XDG_.*|JAVA_HOME"
                    + "|DISPLAY|SystemRoot|ComSpec|PATHEXT|APPDATA|LOCALAPPDATA|SLIPWAY_.*",
            Pattern.CASE_INSENSITIVE);

    /**
     * @param secrets what is typed and must not be read, beside the installation's
     * @param environment variables that name the programs, and what terminals have beside the installation's
     */
    public Stage(
            Installation installation,
            List<String> secrets,
            StudioBrowser browser,
            Looks looks,
            Map<String, String> environment) {
        this.installation = installation;
        this.browser = browser;
        this.looks = looks;
        this.environment = Map.copyOf(environment);
        this.masks = Masks.of(secrets).with(installation.secrets());
    }

    public Installation installation() {
        return installation;
    }

    public Looks looks() {
        return looks;
    }

    /** The console as an actor sees it, signed in. */
    public Screen console(Actor actor) {
        return consoles.computeIfAbsent(actor, this::signedIn);
    }

    /** The terminal of an actor, in the project's folder. */
    public Terminal terminal(Actor actor) {
        return terminals.computeIfAbsent(actor, this::opened);
    }

    /** Shows files that are written. */
    public Editor editor() {
        if (editor.isEmpty()) {
            // a visitor of its own would have a process of its own, of 40 MB
            editor = Optional.of(
                    new Editor(visitor(visitors.keySet().stream().findFirst().orElse(Actor.DEVELOPER))
                            .newPage()));
        }
        return editor.get();
    }

    /** Text without the secrets that it holds. */
    public String masked(String text) {
        return masks.masked(text);
    }

    private Screen signedIn(Actor actor) {
        Installation.Session session = installation.session(actor);
        BrowserContext visitor = visitor(actor);
        String url = installation.console().toString();
        visitor.addCookies(session.value()
                .use(value -> List.of(new Cookie(session.cookie(), value)
                        .setUrl(url)
                        .setHttpOnly(true)
                        .setSameSite(SameSiteAttribute.LAX))));
        Screen screen = new Screen(visitor.newPage());
        // whoever is told something before the first page opens looks at the console, not at nothing
        screen.open(url);
        return screen;
    }

    private Terminal opened(Actor actor) {
        Path bash = Programs.SHELL.require(environment);
        Map<String, String> variables = new HashMap<>(environment);
        // the films would show what else is set where somebody records, such as the keys of a cloud
        variables.keySet().removeIf(name -> !KNOWN.matcher(name).matches());
        variables.putAll(installation.terminal(actor));
        Page page = visitor(actor).newPage();
        return Terminal.open(new Screen(page), installation.project(), variables, bash, masks);
    }

    private BrowserContext visitor(Actor actor) {
        return visitors.computeIfAbsent(actor, each -> {
            BrowserContext visitor = browser.visitor(looks);
            masks.cover(visitor);
            return visitor;
        });
    }

    /** Ends what was opened on it, and the browser with it, while something else of the play needs the room. */
    public void rest() {
        close();
        browser.rest();
    }

    /** Ends what was opened on it. It may be called again. */
    @Override
    public void close() {
        terminals.values().forEach(Terminal::close);
        terminals.clear();
        consoles.clear();
        visitors.values().forEach(BrowserContext::close);
        visitors.clear();
        editor = Optional.empty();
    }
}
