package io.slipway.studio.practice;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What somebody is told who stops a command that has several things to do. */
final class Stopped {
    /** Ctrl-C reaches the programs that were started too, and they may end before the wish is known here. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Stopped() {}

    /**
     * The failure itself, unless it came of the wish to stop.
     *
     * @param done names of what was finished
     * @param all how many there are to do
     * @param what they are, such as {@code scenarios}
     */
    static RuntimeException told(
            RuntimeException failure, Cancellation cancellation, List<String> done, int all, String what) {
        String finished = done.isEmpty() ? "" : ": " + String.join(", ", done);
        return wish(failure, cancellation)
                .<RuntimeException>map(known -> SlipwayException.of(
                                ErrorCode.CANCELLED,
                                known.getMessage() + " " + done.size() + " of " + all + " " + what
                                        + " were finished before" + finished + ".",
                                known.help())
                        .causedBy(failure))
                .orElse(failure);
    }

    private static Optional<SlipwayException> wish(RuntimeException failure, Cancellation cancellation) {
        if (failure instanceof SlipwayException known && known.code() == ErrorCode.CANCELLED) {
            return Optional.of(known);
        }
        try {
            cancellation.pass(GRACE);
            return Optional.empty();
        } catch (SlipwayException wished) {
            return Optional.of(wished);
        }
    }
}
