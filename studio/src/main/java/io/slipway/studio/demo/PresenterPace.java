package io.slipway.studio.demo;

import io.slipway.enablement.scenario.Step;
import io.slipway.studio.guide.Instruction;
import io.slipway.studio.play.Deed;
import io.slipway.studio.play.Pace;
import io.slipway.studio.stage.Screen;
import io.slipway.studio.text.Marked;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A live demo: the presenter is told what comes next, and it happens when they press a key. */
public final class PresenterPace implements Pace {
    private static final Duration KEY = Duration.ofMillis(35);
    private static final int AIM_MILLIS = 350;
    private final Prompter prompter;

    public PresenterPace(Prompter prompter) {
        this.prompter = prompter;
    }

    /** Who shows the presenter what comes, and waits for them. */
    public interface Prompter {
        /**
         * Returns when it may happen.
         *
         * @param spoken whether it is to be said, and nothing is done
         */
        void next(boolean spoken, String text);
    }

    @Override
    public Duration key() {
        return KEY;
    }

    @Override
    public void before(Step step, Screen screen) {
        screen.page().bringToFront();
        prompter.next(step instanceof Step.Say, Marked.plain(Instruction.of(step)));
    }

    @Override
    public void keyed(Screen screen) {
        screen.page().waitForTimeout((double) KEY.toMillis());
    }

    @Override
    public void aims(Screen.Box box, Screen screen) {
        screen.page().evaluate("at => window.slipwayPointer(at)", Map.of("x", box.middleX(), "y", box.middleY()));
        screen.page().evaluate("window.slipwayPress(true)");
        screen.page().waitForTimeout(AIM_MILLIS);
        screen.page().evaluate("window.slipwayPress(false)");
    }

    @Override
    public void after(Step step, Deed deed, Screen screen) {
        Optional<Screen.Box> focus = deed instanceof Deed.Shown shown ? shown.focus() : Optional.empty();
        focus.ifPresent(box -> screen.page()
                .evaluate(
                        "box => window.slipwayFocus(box)",
                        Map.of("x", box.x(), "y", box.y(), "width", box.width(), "height", box.height())));
    }
}
