package io.slipway.server.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint without a permission of its own. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Open {
    To value();

    /** Whom it answers. */
    enum To {
        EVERYBODY,
        /** Anyone signed in; it shows what this caller may see. */
        SIGNED_IN,
        /** Runners, by their own tokens; no person. */
        RUNNERS
    }
}
