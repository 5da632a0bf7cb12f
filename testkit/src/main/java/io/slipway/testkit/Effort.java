package io.slipway.testkit;

/** How much a test tries: what every build can afford or, with {@code -Dtest.thorough=true}, all. */
public final class Effort {
    static final String THOROUGH = "test.thorough";

    private Effort() {}

    public static boolean thorough() {
        return Boolean.getBoolean(THOROUGH);
    }

    /** @return {@code usual} for every build */
    public static int of(int usual, int all) {
        return thorough() ? all : usual;
    }
}
