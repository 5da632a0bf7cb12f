package io.slipway.studio.recording;

import io.slipway.studio.stage.Screen;
import java.util.Map;

/** The pointer that viewers see. It moves on a curve, and is where it was left when another page comes. */
final class Pointer {
    private double x = 640;
    private double y = 360;
    private double fromX = x;
    private double fromY = y;

    /** Shows it on a screen, where it was. */
    void onto(Screen screen) {
        put(screen);
    }

    /** @param part of the way that is gone, up to 1 */
    void towards(Screen.Box box, double part, Screen screen) {
        double eased = part < 0.5 ? 2 * part * part : 1 - Math.pow(-2 * part + 2, 2) / 2;
        x = fromX + (box.middleX() - fromX) * eased;
        y = fromY + (box.middleY() - fromY) * eased;
        put(screen);
        if (part >= 1) {
            fromX = x;
            fromY = y;
        }
    }

    void press(Screen screen, boolean down) {
        screen.page().evaluate("down => window.slipwayPress(down)", down);
    }

    private void put(Screen screen) {
        screen.page().evaluate("at => window.slipwayPointer(at)", Map.of("x", x, "y", y));
    }
}
