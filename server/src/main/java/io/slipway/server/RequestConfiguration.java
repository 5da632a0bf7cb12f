package io.slipway.server;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.AccessCheck;
import io.slipway.server.access.AccessInterceptor;
import io.slipway.server.access.CallerArgument;
import io.slipway.server.access.CallerFilter;
import io.slipway.server.account.People;
import io.slipway.server.account.SessionCookie;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.Tokens;
import io.slipway.server.api.TrackerHookApi;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.error.ProblemFilter;
import io.slipway.server.operation.Metrics;
import io.slipway.server.operation.RequestLog;
import io.slipway.server.operation.Traces;
import io.slipway.server.reach.RunnerArgument;
import io.slipway.server.reach.Runners;
import io.slipway.server.request.Answers;
import io.slipway.server.request.FormLimit;
import io.slipway.server.request.RequestFilter;
import io.slipway.server.signon.SingleSignOn;
import io.slipway.store.Store;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a request passes before its endpoint: the log, who is asking, forged forms, repeated keys, headers. */
@Configuration(proxyBeanMethods = false)
class RequestConfiguration {
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Outermost. */
    @Bean
    FilterRegistrationBean<RequestLog> requestLog(Metrics metrics, Traces traces) {
        FilterRegistrationBean<RequestLog> first = new FilterRegistrationBean<>(new RequestLog(metrics, traces));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    @Bean
    FilterRegistrationBean<ProblemFilter> problems(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
        FilterRegistrationBean<ProblemFilter> first = new FilterRegistrationBean<>(new ProblemFilter(resolver));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return first;
    }

    /** Before security, which reads forms for their secret. */
    @Bean
    FilterRegistrationBean<FormLimit> formLimit() {
        FilterRegistrationBean<FormLimit> first = new FilterRegistrationBean<>(new FormLimit());
        first.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return first;
    }

    /** After security: it must know who asks. */
    @Bean
    FilterRegistrationBean<RequestFilter> requests(Answers answers, ServerSettings settings) {
        FilterRegistrationBean<RequestFilter> last = new FilterRegistrationBean<>(
                new RequestFilter(answers, settings.data().resolve("incoming"), settings.largestArtifact()));
        last.setOrder(0);
        return last;
    }

    @Bean
    SessionCookie sessionCookie(ServerSettings settings) {
        return new SessionCookie(settings.secure());
    }

    @Bean
    SingleSignOn singleSignOn(
            Store store,
            People people,
            Sessions sessions,
            SessionCookie cookie,
            AuditLog audit,
            ServerSettings settings,
            Clock clock) {
        return new SingleSignOn(store, people, sessions, cookie, audit, settings, clock);
    }

    /**
     * Endpoints are found by the path as it is read, and filters look at it as it was written: a letter or a digit that is
     * percent-encoded has no sense but to make these two different.
     */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        IntStream.rangeClosed('0', 'z')
                .filter(Character::isLetterOrDigit)
                .mapToObj(Integer::toHexString)
                .flatMap(hex -> Stream.of("%" + hex, "%" + hex.toUpperCase(Locale.ROOT)))
                .forEach(firewall.getEncodedUrlBlocklist()::add);
        return firewall;
    }

    /** Who may do what is said at each endpoint; this is the rest: who is asking, forged forms, headers. */
    @Bean
    SecurityFilterChain security(
            HttpSecurity http, Sessions sessions, Tokens tokens, SingleSignOn signOn, ServerSettings settings)
            throws Exception {
        signOn.configure(http);
        CookieCsrfTokenRepository forms = new CookieCsrfTokenRepository();
        forms.setCookieName("slipway_form");
        forms.setCookieCustomizer(
                cookie -> cookie.sameSite("Strict").secure(settings.secure()).httpOnly(true));
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.csrfTokenRepository(forms)
                        .ignoringRequestMatchers(
                                request -> CallerFilter.bearer(request).isPresent() || TrackerHookApi.of(request)))
                .addFilterBefore(new CallerFilter(sessions, tokens), CsrfFilter.class)
                .exceptionHandling(refused -> refused.accessDeniedHandler((request, response, e) -> {
                    if (!request.getRequestURI().startsWith("/api/")) {
                        response.sendError(HttpServletResponse.SC_FORBIDDEN);
                        return;
                    }
                    throw SlipwayException.of(
                            ErrorCode.NOT_SIGNED_IN,
                            "The request carries neither a token nor the form's secret.",
                            "Sign in, or send a token.");
                }))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    @Bean
    AccessCheck accessCheck(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping endpoints) {
        return new AccessCheck(endpoints);
    }

    @Bean
    WebMvcConfigurer endpoints(Runners runners) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AccessInterceptor());
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
                resolvers.add(new RunnerArgument(runners));
            }
        };
    }
}
