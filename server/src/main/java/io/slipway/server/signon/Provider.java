package io.slipway.server.signon;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.server.OidcSettings;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * The provider, as it describes itself. It is asked when somebody first wants to sign in there: a provider that is away
 * must not keep this server from starting, nor people with passwords out.
 */
final class Provider implements ClientRegistrationRepository {
    /** In the addresses of this server; there is one provider. */
    static final String ID = "sso";

    private final OidcSettings settings;
    private final Supplier<Secret> secret;
    private final Optional<URI> publicUrl;
    private final AtomicReference<@Nullable ClientRegistration> known = new AtomicReference<>();

    Provider(OidcSettings settings, Supplier<Secret> secret, Optional<URI> publicUrl) {
        this.settings = settings;
        this.secret = secret;
        this.publicUrl = publicUrl;
    }

    /** @throws SlipwayException {@code sign-on-unavailable} */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!id.equals(ID)) {
            return null;
        }
        ClientRegistration registration = known.get();
        if (registration == null) {
            registration = described();
            known.set(registration);
        }
        return registration;
    }

    private ClientRegistration described() {
        try {
            ClientRegistration.Builder builder = ClientRegistrations.fromOidcIssuerLocation(
                            settings.issuer().toString())
                    .registrationId(ID)
                    .clientId(settings.clientId())
                    .scope("openid", "profile", "email")
                    .redirectUri(publicUrl
                                    .map(url -> url.toString().replaceFirst("/+$", ""))
                                    .orElse("{baseUrl}")
                            + SingleSignOn.CALLBACK);
            return settings.clientSecret().isPresent()
                    ? secret.get().use(value -> builder.clientSecret(value).build())
                    : builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                            .build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw SlipwayException.of(
                            ErrorCode.SIGN_ON_UNAVAILABLE,
                            "The single sign-on at " + settings.issuer().getHost() + " does not answer as it should.",
                            "Try again in a moment, or sign in with a password.")
                    .causedBy(e);
        }
    }
}
