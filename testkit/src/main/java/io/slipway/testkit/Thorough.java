package io.slipway.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that takes minutes to see in full what another, which every build runs, sees in part. It is run by
 * {@code ./mvnw verify -Dtest.thorough=true}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIfSystemProperty(
        named = Effort.THOROUGH,
        matches = "true",
        disabledReason = "takes minutes: run with -Dtest.thorough=true")
public @interface Thorough {}
