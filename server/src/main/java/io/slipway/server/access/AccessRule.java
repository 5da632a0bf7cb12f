package io.slipway.server.access;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.reach.Runner;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** What one endpoint asks of its caller, read from its annotation. */
public sealed interface AccessRule {
    /** Whose endpoints carry no annotation of ours: the API's description, the page for errors, answers to OPTIONS. */
    List<String> FRAMEWORKS = List.of(
            "org.springdoc.webmvc.", "org.springframework.boot.webmvc.", "org.springframework.web.servlet.mvc.method.");

    /** @throws SlipwayException {@code not-signed-in}, {@code not-allowed}, {@code not-found} */
    void check(Optional<Caller> caller, Map<String, String> path);

    record OpenToEverybody() implements AccessRule {
        @Override
        public void check(Optional<Caller> caller, Map<String, String> path) {
            // everybody
        }
    }

    record SignedIn() implements AccessRule {
        @Override
        public void check(Optional<Caller> caller, Map<String, String> path) {
            signedIn(caller);
        }
    }

    /** The endpoint is given the {@link Runner} that calls, or is not reached: its argument sees to that. */
    record OfRunners() implements AccessRule {
        @Override
        public void check(Optional<Caller> caller, Map<String, String> path) {
            // people's tokens are none of a runner's, and its argument refuses them
        }
    }

    /** @param orRequester whoever asked for what it is about may, too: the verb behind the endpoint knows who that is */
    record Permitted(Permission permission, boolean somewhere, boolean orRequester) implements AccessRule {
        @Override
        public void check(Optional<Caller> caller, Map<String, String> path) {
            Caller known = signedIn(caller);
            String project = path.getOrDefault("project", "");
            String environment = path.getOrDefault("environment", "");
            boolean allowed = orRequester && known.may(Permission.VIEW, project)
                    || (somewhere
                            ? known.mayAnywhere(permission, project)
                            : known.may(permission, project, environment));
            if (!allowed && !project.isEmpty() && !known.may(Permission.VIEW, project)) {
                // whether there is such a project is none of their business
                throw SlipwayException.of(ErrorCode.NOT_FOUND, "There is no project '" + project + "'.", "");
            }
            if (!allowed) {
                throw SlipwayException.of(
                        ErrorCode.NOT_ALLOWED,
                        "You may not " + permission.sentence()
                                + (environment.isEmpty() ? "" : " in '" + environment + "'") + ".",
                        "Ask an administrator for a role that may.");
            }
        }
    }

    /** @throws IllegalStateException the endpoint says nothing: a defect that must not open a door */
    static AccessRule of(HandlerMethod method) {
        Requires requires = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Requires.class);
        if (requires != null) {
            return new Permitted(requires.value(), requires.somewhere(), requires.orRequester());
        }
        Open open = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Open.class);
        if (open != null) {
            return switch (open.value()) {
                case EVERYBODY -> new OpenToEverybody();
                case SIGNED_IN -> new SignedIn();
                case RUNNERS -> ofRunners(method);
            };
        }
        String type = method.getBeanType().getName();
        if (FRAMEWORKS.stream().anyMatch(type::startsWith)) {
            return new OpenToEverybody();
        }
        throw new IllegalStateException(method + " does not say who may call it");
    }

    private static AccessRule ofRunners(HandlerMethod method) {
        boolean asks = Arrays.stream(method.getMethod().getParameterTypes()).anyMatch(Runner.class::equals);
        if (!asks) {
            throw new IllegalStateException(method + " is for runners and does not ask which one calls");
        }
        return new OfRunners();
    }

    private static Caller signedIn(Optional<Caller> caller) {
        return caller.orElseThrow(() ->
                SlipwayException.of(ErrorCode.NOT_SIGNED_IN, "You are not signed in.", "Sign in, or send a token."));
    }
}
