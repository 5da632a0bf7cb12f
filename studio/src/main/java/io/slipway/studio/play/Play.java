package io.slipway.studio.play;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.SelectOption;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Step;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.studio.stage.Png;
import io.slipway.studio.stage.Screen;
import io.slipway.studio.stage.Stage;
import io.slipway.studio.stage.StepFailure;
import io.slipway.studio.stage.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plays a scenario on a stage. */
public final class Play {
    private static final Set<String> TYPED = Set.of("text", "search", "password", "email", "url", "textarea");

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Stage stage;
    private final Pace pace;
    private final Watcher watcher;
    private final Cancellation cancellation;

    public Play(Stage stage, Pace pace, Watcher watcher, Cancellation cancellation) {
        this.stage = stage;
        this.pace = pace;
        this.watcher = watcher;
        this.cancellation = cancellation;
    }

    /**
     * @throws SlipwayException {@code cancelled}, with the step at which it was; {@code program-missing}, {@code
     *     scenario-invalid}
     */
    public PlayResult run(Scenario scenario) {
        long start = System.nanoTime();
        watcher.begins(scenario);
        for (Chapter chapter : scenario.chapters()) {
            Actor actor = scenario.actor(chapter);
            watcher.begins(chapter, stage.installation().session(actor).person());
            // what is looked at stays until a step looks elsewhere: a chapter begins where its first step plays
            Screen screen = first(chapter, actor);
            for (Step step : chapter.steps()) {
                try {
                    cancellation.check();
                    screen = tried(step, actor, screen);
                } catch (SlipwayException e) {
                    throw e.code() == ErrorCode.CANCELLED ? cancelled(scenario, step, e) : e;
                } catch (StepFailure e) {
                    return failed(chapter, step, e.getMessage(), screen);
                } catch (PlaywrightException e) {
                    if (stopped()) {
                        throw cancelled(scenario, step, e);
                    }
                    return failed(chapter, step, "The browser says: " + Screen.firstLine(e), screen);
                }
            }
        }
        return new PlayResult.Passed(Duration.ofNanos(System.nanoTime() - start));
    }

    /** Ctrl-C ends the browser too, and perhaps before the wish is known here. */
    private boolean stopped() {
        try {
            cancellation.pass(GRACE);
            return false;
        } catch (SlipwayException e) {
            return true;
        }
    }

    /** How far it came. What was played is thrown away; files are made only of what is whole. */
    private static SlipwayException cancelled(Scenario scenario, Step step, RuntimeException cause) {
        String why = cause instanceof SlipwayException known ? String.valueOf(known.getMessage()) : "It was cancelled.";
        return SlipwayException.of(
                        ErrorCode.CANCELLED,
                        why + " That was at " + step.at() + " (" + step.verb() + "), after "
                                + scenario.steps().indexOf(step) + " of "
                                + scenario.steps().size() + " steps of " + scenario.name() + ".",
                        "Its installation was thrown away, and nothing is kept of this scenario.")
                .causedBy(cause);
    }

    private PlayResult failed(Chapter chapter, Step step, String why, Screen screen) {
        Optional<Png> picture;
        try {
            picture = Optional.of(new Png(screen.page().screenshot()));
        } catch (PlaywrightException e) {
            picture = Optional.empty();
        }
        return new PlayResult.Failed(chapter, step, stage.masked(why), picture);
    }

    private Screen first(Chapter chapter, Actor actor) {
        return chapter.steps().stream()
                .flatMap(step -> place(step, actor).stream())
                .findFirst()
                .orElseGet(() -> stage.console(actor));
    }

    /** Where a step plays; empty for one that plays anywhere. */
    private Optional<Screen> place(Step step, Actor actor) {
        if (step instanceof Step.Run || step instanceof Step.Write) {
            return Optional.of(stage.terminal(actor).screen());
        }
        return step instanceof Step.Open
                        || step instanceof Step.Click
                        || step instanceof Step.Fill
                        || step instanceof Step.Wait
                ? Optional.of(stage.console(actor))
                : Optional.empty();
    }

    /** What only looks is tried once more: a page that was slow is no fault of the scenario's. */
    private Screen tried(Step step, Actor actor, Screen before) {
        if (!(step instanceof Step.Open || step instanceof Step.Show || step instanceof Step.Check)) {
            return step(step, actor, before);
        }
        try {
            return step(step, actor, before);
        } catch (StepFailure e) {
            watcher.again(step, e.getMessage());
            return step(step, actor, before);
        }
    }

    private Screen step(Step step, Actor actor, Screen before) {
        Screen screen = place(step, actor).orElse(before);
        watcher.begins(step, screen);
        pace.before(step, screen);
        Deed deed = act(step, actor, screen);
        pace.after(step, deed, screen);
        watcher.done(step, deed, screen);
        return screen;
    }

    private Deed act(Step step, Actor actor, Screen screen) {
        if (step instanceof Step.Write write) {
            return write(write);
        } else if (step instanceof Step.Run run) {
            return run(run, stage.terminal(actor));
        } else if (step instanceof Step.Open open) {
            screen.open(stage.installation().console().resolve(open.path()).toString());
        } else if (step instanceof Step.Click click) {
            return click(screen, screen.find(click.element()));
        } else if (step instanceof Step.Fill fill) {
            return fill(fill, screen, screen.find(fill.element()));
        } else if (step instanceof Step.Show show) {
            return new Deed.Shown(show.focus().map(screen::find).map(screen::box));
        } else if (step instanceof Step.Check check) {
            check(check);
        } else if (step instanceof Step.Wait wait) {
            screen.await(wait.element(), wait.limit());
        }
        return new Deed.Done();
    }

    private Deed write(Step.Write write) {
        Path file = stage.installation().project().resolve(write.file());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, ended(write.text()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StepFailure("The file cannot be written: " + e.getMessage());
        }
        return new Deed.Done();
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    private Deed run(Step.Run run, Terminal terminal) {
        Terminal.Ended ended =
                terminal.run(run.command(), run.limit(), new PacedTypist(pace, terminal.screen()), cancellation);
        if (ended.exit() != run.exit()) {
            throw new StepFailure("It should end with exit code " + run.exit() + " and ended with " + ended.exit()
                    + ". It printed:\n" + ended.output());
        }
        for (String wanted : run.output()) {
            if (!ended.output().contains(wanted)) {
                throw new StepFailure("It should print '" + wanted + "' and printed:\n" + ended.output());
            }
        }
        return new Deed.Ran(ended.exit(), ended.output());
    }

    private Deed click(Screen screen, Locator element) {
        Screen.Box box = screen.box(element);
        pace.aims(box, screen);
        element.click();
        screen.settle();
        return new Deed.Used(box);
    }

    private Deed fill(Step.Fill fill, Screen screen, Locator field) {
        Screen.Box box = screen.box(field);
        pace.aims(box, screen);
        boolean chosen = false;
        if (fill.content() instanceof Step.Fill.Content.File file) {
            field.setInputFiles(newest(file.path()));
        } else if (fill.content() instanceof Step.Fill.Content.Text text) {
            String kind = String.valueOf(
                    field.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type || e.tagName.toLowerCase()"));
            if (text.secret()) {
                field.evaluate("e => e.setAttribute('data-secret', '')");
            }
            chosen = kind.equals("select");
            if (chosen) {
                field.selectOption(new SelectOption().setLabel(text.text()));
            } else {
                type(Days.today(text.text()).replaceFirst("\\R$", ""), kind, field, screen);
            }
        }
        return new Deed.Filled(box, chosen);
    }

    /** What is typed key by key into fields that take text; times and numbers come whole, as their fields want them. */
    private void type(String text, String kind, Locator field, Screen screen) {
        if (pace.key().isZero() || !TYPED.contains(kind)) {
            field.fill(text);
            return;
        }
        field.fill("");
        text.codePoints().forEach(key -> {
            field.pressSequentially(Character.toString(key));
            pace.keyed(screen);
        });
    }

    private Path newest(String pattern) {
        Path project = stage.installation().project();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(project.relativize(file)))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new StepFailure("The project has no file " + pattern + "."));
        } catch (IOException e) {
            throw new StepFailure("The project's folder cannot be read: " + e.getMessage());
        }
    }

    private void check(Step.Check check) {
        Optional<String> found;
        try {
            found = stage.installation().ask(check.environment(), check.sql());
        } catch (SlipwayException e) {
            throw new StepFailure(e.getMessage());
        }
        if (!found.equals(Optional.of(check.equal()))) {
            throw new StepFailure("The database should answer '" + check.equal() + "' and answers "
                    + found.map(value -> "'" + value + "'").orElse("nothing") + ".");
        }
    }
}
