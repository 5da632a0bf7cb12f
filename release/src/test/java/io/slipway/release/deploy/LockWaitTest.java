package io.slipway.release.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.TargetLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockWaitTest {

    /** A lock that goes from hand to hand: whoever looks twice sees two holders. */
    private static final class Passing implements TargetLock {
        private int looks;

        @Override
        public Optional<Long> tryAcquire(String who) {
            return Optional.empty();
        }

        @Override
        public Optional<Holder> holder() {
            looks++;
            return Optional.of(
                    new Holder("ann", Instant.EPOCH, Optional.of(new Session("connection " + looks, "KILL " + looks))));
        }

        @Override
        public void release() {}
    }

    /** What is advised must not end the session of somebody else than the one that is named. */
    @Test
    void whoHoldsItAndWhatEndsThatAreOfOneLook() {
        assertThatThrownBy(
                        () -> LockWait.acquire(new Passing(), "ben", Duration.ZERO, Progress.NONE, new Cancellation()))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.help()).contains("KILL 1."))
                .hasMessageContaining("(connection 1)");
    }

    /** Whoever took it has not written who they are yet, or has given it back. */
    @Test
    void aLockThatNobodyIsSeenToHoldIsTriedAgain() {
        assertThat(LockWait.acquire(new Brief(2), "ben", Duration.ZERO, Progress.NONE, new Cancellation()))
                .isEqualTo(7);
        assertThatThrownBy(
                        () -> LockWait.acquire(new Brief(100), "ben", Duration.ZERO, Progress.NONE, new Cancellation()))
                .hasMessageContaining("who holds the lock is not known");
    }

    /** Held for a number of tries, by nobody who can be seen. */
    private static final class Brief implements TargetLock {
        private int left;

        Brief(int tries) {
            left = tries;
        }

        @Override
        public Optional<Long> tryAcquire(String who) {
            return left-- > 0 ? Optional.empty() : Optional.of(7L);
        }

        @Override
        public Optional<Holder> holder() {
            return Optional.empty();
        }

        @Override
        public void release() {}
    }
}
