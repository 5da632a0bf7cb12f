package io.slipway.server.notification;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.Timeout;

/** How the server speaks with addresses that somebody else chose, whatever about. */
public final class GuardedHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);
    private static final int IN_ALL = 25;

    private GuardedHttp() {}

    /**
     * A client that connects only where the guard lets, follows no redirect, tries once, and keeps no connection, no
     * cookie and no password.
     *
     * @param silence how long it waits for the next byte
     * @param atOnce how many connections one receiver gets
     */
    public static HttpClientBuilder client(AddressGuard guard, Duration silence, int atOnce) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(guard)
                        .setMaxConnTotal(Math.max(IN_ALL, atOnce))
                        .setMaxConnPerRoute(atOnce)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(Timeout.of(silence))
                                .build())
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Slipway");
    }

    /** How long a receiver wishes to be left alone, an hour at most; nothing when it does not say so in seconds. */
    public static Duration retryAfter(HttpResponse answer) {
        return Optional.ofNullable(answer.getFirstHeader("Retry-After"))
                .map(Header::getValue)
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
                .orElse(Duration.ZERO);
    }
}
