package io.slipway.studio.play;

import io.slipway.studio.stage.Screen;
import io.slipway.studio.stage.Terminal;

/** Types a command at a pace. */
record PacedTypist(Pace pace, Screen screen) implements Terminal.Typist {
    @Override
    public boolean byKey() {
        return !pace.key().isZero();
    }

    @Override
    public void keyed() {
        pace.keyed(screen);
    }

    @Override
    public void typed() {
        pace.typed(screen);
    }

    @Override
    public void changed() {
        pace.changes(screen);
    }
}
