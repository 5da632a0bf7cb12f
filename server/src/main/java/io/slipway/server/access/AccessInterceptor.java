package io.slipway.server.access;

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
        }
        return true;
    }

    @SuppressWarnings("unchecked") // Spring documents the attribute as a map of strings
    private static Map<String, String> path(HttpServletRequest request) {
        return Optional.ofNullable(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE))
                .map(variables -> (Map<String, String>) variables)
                .orElse(Map.of());
    }
}
