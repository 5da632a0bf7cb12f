package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes a few passwords at once and lets the others wait: each hash takes 16 MB for a moment, on purpose, and many
 * tries at once must not take the server's memory.
 */
public final class BoundedPasswords implements PasswordEncoder {
    private final PasswordEncoder encoder;
    private final Semaphore places;
    private final Duration patience;

    public BoundedPasswords(PasswordEncoder encoder, int atOnce, Duration patience) {
        this.encoder = encoder;
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return inTurn(() -> String.valueOf(encoder.encode(password)));
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        return inTurn(() -> encoder.matches(password, hash));
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy().causedBy(e);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static SlipwayException busy() {
        return SlipwayException.of(
                ErrorCode.TOO_MANY_TRIES, "Too many people sign in at this moment.", "Try again in a moment.");
    }
}
