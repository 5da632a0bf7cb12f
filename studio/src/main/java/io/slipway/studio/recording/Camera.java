package io.slipway.studio.recording;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.play.Deed;
import io.slipway.studio.play.Pace;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.stage.Editor;
import io.slipway.studio.stage.Screen;
import io.slipway.studio.stage.Stage;
import io.slipway.studio.text.Marked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Films a scenario while it is played. Every picture is the real screen; how long it stands is decided here, not by the
 * machine's speed.
 */
final class Camera implements Pace, Watcher {
    private static final int BREATH = Film.frames(0.4);
    private static final int LOOK = Film.frames(1.2);
    private static final int KEY = Film.frames(0.08);
    private static final int POINTER_PICTURES = 9;
    private static final int POINTER_STAND = Film.frames(0.08);
    /** Screens that change while something is waited for: so many pictures of it are in the film. */
    private static final int GLIMPSES = 6;

    /** Waiting that nobody would notice is not worth a line in the list of what was left out. */
    private static final long NOTICED_MILLIS = 200;

    private final Film film;
    private final Lens lens;
    private final Stage stage;
    private final Voice voice;
    private final Pointer pointer = new Pointer();
    private int begun;
    private int glimpses;
    private long started;

    Camera(Film film, Lens lens, Stage stage, Voice voice) {
        this.film = film;
        this.lens = lens;
        this.stage = stage;
        this.voice = voice;
    }

    @Override
    public void begins(Chapter chapter, String person) {
        film.chapter(chapter.title());
    }

    @Override
    public Duration key() {
        return Duration.ofMillis(1);
    }

    @Override
    public void before(Step step, Screen screen) {
        begun = film.length();
        glimpses = 0;
        pointer.onto(screen);
        if (step instanceof Step.Say say) {
            String words = stage.masked(Marked.plain(say.text()));
            int from = film.length();
            film.add(lens.take(screen.page()), voice.speak(words, from));
            film.caption(from, words);
        } else if (step instanceof Step.Write write) {
            type(stage.editor(), write);
        }
        started = System.nanoTime();
    }

    private void type(Editor editor, Step.Write write) {
        String text = write.text().stripTrailing();
        editor.open(write.file());
        film.show(lens.take(editor.page()), BREATH);
        int step = Math.max(1, text.length() / 40);
        for (int end = step; end < text.length(); end += step) {
            editor.show(text.substring(0, end));
            film.show(lens.take(editor.page()), KEY);
        }
        editor.show(text);
        film.show(lens.take(editor.page()), LOOK);
    }

    @Override
    public void keyed(Screen screen) {
        film.show(lens.take(screen.page()), KEY);
        started = System.nanoTime();
    }

    @Override
    public void aims(Screen.Box box, Screen screen) {
        leftOut("the page was not there at once");
        for (int i = 1; i <= POINTER_PICTURES; i++) {
            pointer.towards(box, (double) i / POINTER_PICTURES, screen);
            film.show(lens.take(screen.page()), POINTER_STAND);
        }
        pointer.press(screen, true);
        film.show(lens.take(screen.page()), Film.frames(0.2));
        pointer.press(screen, false);
        started = System.nanoTime();
    }

    @Override
    public void typed(Screen screen) {
        film.show(lens.take(screen.page()), BREATH);
        started = System.nanoTime();
    }

    @Override
    public void changes(Screen screen) {
        if (glimpses < GLIMPSES) {
            glimpses++;
            film.show(lens.take(screen.page()), Film.frames(0.12));
        }
    }

    @Override
    public void after(Step step, Deed deed, Screen screen) {
        if (step instanceof Step.Say || step instanceof Step.Write) {
            return;
        }
        leftOut(step.verb() + " " + stage.masked(step.shown()));
        pointer.onto(screen);
        if (deed instanceof Deed.Shown shown) {
            point(shown.focus(), screen);
        } else if (deed instanceof Deed.Ran ran) {
            film.show(lens.take(screen.page()), reading(ran.output()));
        } else if (!(step instanceof Step.Check)) {
            film.show(lens.take(screen.page()), step instanceof Step.Wait ? BREATH : LOOK);
        }
        if (film.length() > begun) {
            film.action(begun, step.verb(), stage.masked(step.shown()));
        }
    }

    @Override
    public void again(Step step, String why) {
        film.backTo(begun);
        film.cut(Duration.ofNanos(System.nanoTime() - started).toMillis(), "tried again: " + stage.masked(why));
    }

    private void leftOut(String why) {
        long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
        if (millis > NOTICED_MILLIS) {
            film.cut(millis, why);
        }
    }

    private void point(Optional<Screen.Box> focus, Screen screen) {
        focus.ifPresent(box -> screen.page()
                .evaluate(
                        "box => window.slipwayFocus(box)",
                        Map.of("x", box.x(), "y", box.y(), "width", box.width(), "height", box.height())));
        Path picture = lens.take(screen.page());
        film.show(picture, Film.frames(1.8));
        focus.ifPresent(box -> screen.page().evaluate("window.slipwayFocus(null)"));
    }

    /** Long output stands longer, within reason. */
    private static int reading(String output) {
        return Film.frames(Math.min(1.9, 1.0 + output.lines().count() * 0.1));
    }
}
