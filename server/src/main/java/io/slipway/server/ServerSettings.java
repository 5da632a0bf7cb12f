package io.slipway.server;

import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is started.
 *
 * @param address what to listen on; loopback unless told otherwise
 * @param port 0 for any that is free
 * @param data folder for everything it keeps
 * @param node name of this process, different on every node
 * @param publicUrl where browsers reach it, for links in mails and for cookies; empty for the address itself
 * @param threads how many deployments this node runs at once
 * @param largestArtifact in bytes
 * @param environment the process's environment variables
 * @param proxies addresses of proxies, other than on this machine, that are believed where a request comes from
 * @param oidc the provider for single sign-on, if there is one
 * @param guard what guards secrets, and where notifications may go
 * @param operations logs, TLS, traces
 */
public record ServerSettings(
        String address,
        int port,
        Path data,
        StoreSettings store,
        String node,
        Optional<URI> publicUrl,
        int threads,
        long largestArtifact,
        Map<String, String> environment,
        List<String> proxies,
        Optional<OidcSettings> oidc,
        GuardSettings guard,
        Operations operations) {
    public static final long LARGEST_ARTIFACT = 256L << 20;

    /** Without wishes of those who run it. */
    public ServerSettings(
            String address,
            int port,
            Path data,
            StoreSettings store,
            String node,
            Optional<URI> publicUrl,
            int threads,
            long largestArtifact,
            Map<String, String> environment,
            List<String> proxies,
            Optional<OidcSettings> oidc,
            GuardSettings guard) {
        this(
                address,
                port,
                data,
                store,
                node,
                publicUrl,
                threads,
                largestArtifact,
                environment,
                proxies,
                oidc,
                guard,
                Operations.PLAIN);
    }

    /** With the strictest guard. */
    public ServerSettings(
            String address,
            int port,
            Path data,
            StoreSettings store,
            String node,
            Optional<URI> publicUrl,
            int threads,
            long largestArtifact,
            Map<String, String> environment,
            List<String> proxies,
            Optional<OidcSettings> oidc) {
        this(
                address,
                port,
                data,
                store,
                node,
                publicUrl,
                threads,
                largestArtifact,
                environment,
                proxies,
                oidc,
                GuardSettings.STRICT);
    }

    /** Without proxies elsewhere, and without single sign-on. */
    public ServerSettings(
            String address,
            int port,
            Path data,
            StoreSettings store,
            String node,
            Optional<URI> publicUrl,
            int threads,
            long largestArtifact,
            Map<String, String> environment) {
        this(
                address,
                port,
                data,
                store,
                node,
                publicUrl,
                threads,
                largestArtifact,
                environment,
                List.of(),
                Optional.empty());
    }

    public ServerSettings with(Operations other) {
        return new ServerSettings(
                address,
                port,
                data,
                store,
                node,
                publicUrl,
                threads,
                largestArtifact,
                environment,
                proxies,
                oidc,
                guard,
                other);
    }

    /** Whether browsers come over TLS, here or at a proxy before us: cookies then say so. */
    public boolean secure() {
        return operations.tls().isPresent()
                || publicUrl.map(url -> "https".equals(url.getScheme())).orElse(false);
    }

    /** Without the environment variables: secrets are among them. */
    @Override
    public String toString() {
        return "ServerSettings[" + address + ":" + port + ", data=" + data + ", store=" + store.url() + ", node=" + node
                + "]";
    }
}
