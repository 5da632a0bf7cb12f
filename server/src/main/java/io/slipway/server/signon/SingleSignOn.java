package io.slipway.server.signon;

import io.slipway.release.error.SlipwayException;
import io.slipway.server.OidcSettings;
import io.slipway.server.ServerSettings;
import io.slipway.server.account.LocalPath;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SessionCookie;
import io.slipway.server.account.Sessions;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signing in at the organisation's own provider, by OpenID Connect's code flow with PKCE. People are known by issuer
 * and subject, never by name or mail, which others could take; whoever comes for the first time has no role yet.
 */
public final class SingleSignOn {
    /** Where it begins; {@code ?to=} says where to go afterwards. */
    public static final String START = "/sign-in/oidc";

    static final String CALLBACK = "/sign-in/callback";
    private static final Logger LOG = LoggerFactory.getLogger(SingleSignOn.class);
    private final Store store;
    private final People people;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final AuditLog audit;
    private final ServerSettings settings;
    private final Clock clock;

    public SingleSignOn(
            Store store,
            People people,
            Sessions sessions,
            SessionCookie cookie,
            AuditLog audit,
            ServerSettings settings,
            Clock clock) {
        this.store = store;
        this.people = people;
        this.sessions = sessions;
        this.cookie = cookie;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds it to the chain when a provider is set. */
    public void configure(HttpSecurity http) throws Exception {
        Optional<OidcSettings> oidc = settings.oidc();
        if (oidc.isEmpty()) {
            return;
        }
        Provider provider = new Provider(
                oidc.get(),
                () -> oidc.get().clientSecret().orElseThrow().resolve(settings.data(), settings.environment()),
                settings.publicUrl());
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(provider, START);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        http.addFilterBefore(new WhenAway(provider), OAuth2AuthorizationRequestRedirectFilter.class);
        http.oauth2Login(login -> login.clientRegistrationRepository(provider)
                .authorizedClientRepository(new NoTokensKept())
                .loginPage("/sign-in")
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(resolver)
                        .authorizationRequestRepository(new SignOnRequests(store, clock, settings.secure())))
                .redirectionEndpoint(endpoint -> endpoint.baseUri(CALLBACK))
                .successHandler(this::signedOn)
                .failureHandler(this::refused));
    }

    private void signedOn(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        if (!(who.getPrincipal() instanceof OidcUser user)) {
            throw new IllegalStateException("the provider was asked for an ID token");
        }
        String issuer = String.valueOf(user.getIssuer());
        String subject = String.valueOf(user.getSubject());
        try {
            Person person = people.known(
                    issuer + " " + subject,
                    new People.NewPerson(
                            first(user.getPreferredUsername(), user.getEmail(), subject),
                            first(user.getFullName(), subject),
                            Optional.ofNullable(user.getEmail()),
                            Optional.empty()));
            store.run(handle -> audit.append(
                    handle,
                    person.name(),
                    "signed-in",
                    "",
                    person.name(),
                    Map.of("address", request.getRemoteAddr(), "by", issuer)));
            cookie.set(response, sessions.start(person));
            response.sendRedirect(LocalPath.of(String.valueOf(request.getAttribute(SignOnRequests.TARGET))));
        } catch (SlipwayException e) {
            LOG.warn("single sign-on: {}", e.getMessage());
            response.sendRedirect("/sign-in?sso=refused");
        }
    }

    private static String first(@Nullable String... names) {
        return Stream.of(names)
                .flatMap(Stream::ofNullable)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("person");
    }

    private void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        LOG.warn("single sign-on refused: {}", e.getMessage());
        response.sendRedirect("/sign-in?sso=failed");
    }

    /** Asks the provider how it describes itself before somebody is sent there, and says so when it does not answer. */
    private static final class WhenAway extends OncePerRequestFilter {
        private final Provider provider;

        WhenAway(Provider provider) {
            this.provider = provider;
        }

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !request.getRequestURI().startsWith(START)
                    && !request.getRequestURI().equals(CALLBACK);
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getRequestURI().startsWith(START)
                    && !request.getRequestURI().equals(START + "/" + Provider.ID)) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            try {
                provider.findByRegistrationId(Provider.ID);
            } catch (SlipwayException e) {
                LOG.warn("single sign-on: {}", e.getMessage(), e);
                response.sendRedirect("/sign-in?sso=away");
                return;
            }
            chain.doFilter(request, response);
        }
    }

    /** The provider's tokens served to tell who it is; this server calls nobody with them and keeps none. */
    private static final class NoTokensKept implements OAuth2AuthorizedClientRepository {
        @Override
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // there never is one; the interface says so
        public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {
            // not kept
        }

        @Override
        public void removeAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {
            // none is there
        }
    }
}
