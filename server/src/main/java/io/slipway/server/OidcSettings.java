package io.slipway.server;

import io.slipway.release.project.SecretReference;
import java.net.URI;
import java.util.Optional;

/**
 * The provider that people may sign in with.
 *
 * @param issuer its address, as its own description gives it
 * @param clientId what it knows this server as
 * @param clientSecret where the secret is that this server shows there; empty for a public client, which PKCE guards
 */
public record OidcSettings(URI issuer, String clientId, Optional<SecretReference> clientSecret) {}
