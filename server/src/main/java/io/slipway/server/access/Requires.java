package io.slipway.server.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller of an endpoint must be allowed to do: in the project (and environment) of its path, or on the server
 * when the path names none. An endpoint without this or {@link Open} answers nobody.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Permission value();

    /** It is enough to be allowed in some environment: the verb behind the endpoint checks which one. */
    boolean somewhere() default false;

    /** Whoever asked for the deployment may, too. */
    boolean orRequester() default false;
}
