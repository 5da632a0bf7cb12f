package io.slipway.release.deploy;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Goes on trying for a while, at growing distances, where somebody else is in the way. Between two tries nothing of ours
 * waits in the database, so that nobody waits behind it.
 */
public final class Patience {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int SHOWN = 3;

    private final Progress progress;
    private final Cancellation cancellation;
    private final long end;
    private Duration next = FIRST;

    public Patience(Duration patience, Progress progress, Cancellation cancellation) {
        this.progress = progress;
        this.cancellation = cancellation;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /**
     * Waits before another try.
     *
     * @param what was tried, for people
     * @return whether there is to be one
     * @throws SlipwayException {@code cancelled}
     */
    public boolean another(String what, SqlFailure failure, Target target) {
        if (System.nanoTime() - end >= 0) {
            return false;
        }
        progress.note(what + ": something is in the way (" + failure.getMessage()
                + "). Nothing of it waits there now; it is tried again in " + next.toSeconds() + " s."
                + inTheWay(target));
        long millis = next.toMillis() + ThreadLocalRandom.current().nextLong(next.toMillis() / 4);
        cancellation.pass(Duration.ofMillis(millis));
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return true;
    }

    private static String inTheWay(Target target) {
        List<String> sessions = target.inTheWay();
        String shown = String.join("; ", sessions.subList(0, Math.min(SHOWN, sessions.size())));
        return sessions.isEmpty()
                ? ""
                : " Sessions with locks for longer: " + shown
                        + (sessions.size() > SHOWN ? " and " + (sessions.size() - SHOWN) + " more" : "") + ".";
    }
}
