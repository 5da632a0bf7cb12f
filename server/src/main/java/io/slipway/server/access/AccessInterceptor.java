package io.slipway.server.access;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Stands in front of every endpoint. */
public final class AccessInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            AccessRule.of(method).check(CallerFilter.caller(request), path(request));
            refuseFormsOfPrograms(request);
        }
        return true;
    }

    /**
     * Forms are for people, who have more rights than a token they made: what a token may do is said at the API's
     * endpoints. Pages may be read with one.
     */
    private static void refuseFormsOfPrograms(HttpServletRequest request) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean program = CallerFilter.bearer(request).isPresent();
        if (program && !reads && !request.getRequestURI().startsWith("/api/")) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "A token does not send forms.",
                    "Send it to /api, or sign in with a browser.");
        }
    }

    @SuppressWarnings("unchecked") // Spring documents the attribute as a map of strings
    private static Map<String, String> path(HttpServletRequest request) {
        return Optional.ofNullable(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE))
                .map(variables -> (Map<String, String>) variables)
                .orElse(Map.of());
    }
}
