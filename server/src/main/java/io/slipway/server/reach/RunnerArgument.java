package io.slipway.server.reach;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.CallerFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives endpoints for runners the {@link Runner} whose token the request brings, and refuses the request without one. */
public final class RunnerArgument implements HandlerMethodArgumentResolver {
    private final Runners runners;

    public RunnerArgument(Runners runners) {
        this.runners = runners;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Runner.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        HttpServletRequest servlet = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        return CallerFilter.bearer(servlet)
                .flatMap(runners::signedIn)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_SIGNED_IN,
                        "This is no runner's token, or it was revoked, or it has ended.",
                        "Make the runner anew on the server's page of runners, and give it the new token."));
    }
}
