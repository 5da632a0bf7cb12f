package io.slipway.release.target;

import java.util.function.Function;

/** A password or key. It never prints; only {@link #use} gets at the value. */
public final class Secret {
    public static final Secret NONE = new Secret("");
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return value.isEmpty() ? NONE : new Secret(value);
    }

    public boolean isPresent() {
        return !value.isEmpty();
    }

    public <T> T use(Function<String, T> user) {
        return user.apply(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
