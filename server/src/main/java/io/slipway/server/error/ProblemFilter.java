package io.slipway.server.error;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Outermost: what fails before a request reaches its endpoint is told to programs in the same way. */
public final class ProblemFilter extends OncePerRequestFilter {
    private final HandlerExceptionResolver resolver;

    public ProblemFilter(HandlerExceptionResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !ProblemAdvice.program(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            Exception cause = e instanceof ServletException && e.getCause() instanceof Exception inner ? inner : e;
            if (response.isCommitted() || resolver.resolveException(request, response, null, cause) == null) {
                throw e;
            }
        }
    }
}
