package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Keeps notifications out of the network that the server stands in. A URL is looked at when it is handed in, and the
 * address that its name leads to again at each connection: what is looked at then is what is connected to, so that a
 * name which changes its mind gains nothing.
 */
public final class AddressGuard implements DnsResolver {
    private static final int LONGEST = 2048;
    private final List<AddressRange> allowed;
    private final boolean plainHttp;
    private final Names names;

    /** Where names are looked up. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /**
     * @param allowed addresses and ranges that are let although they are not public
     * @throws SlipwayException {@code usage} for what is no range
     */
    public AddressGuard(List<String> allowed, boolean plainHttp) {
        this(allowed, plainHttp, InetAddress::getAllByName);
    }

    AddressGuard(List<String> allowed, boolean plainHttp, Names names) {
        this.names = names;
        this.allowed = allowed.stream().map(AddressRange::of).toList();
        this.plainHttp = plainHttp;
    }

    /** A name led to an address that notifications may not go to. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1;

        Refused(String host) {
            super("'" + host + "' leads into a network that is not public");
        }
    }

    /** @throws SlipwayException {@code address-refused}, {@code request-invalid} */
    public URI checked(String text) {
        URI url = parsed(text);
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        if (!http && !"https".equalsIgnoreCase(url.getScheme())) {
            throw invalid("A URL begins with https://.");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw invalid("A URL names a host, and neither a user nor a fragment.");
        }
        if (http && !plainHttp) {
            throw refused("It is not encrypted: this server reaches others by https only.", "Take https://.");
        }
        try {
            resolve(url.getHost());
        } catch (Refused e) {
            throw refused(
                            "The host " + e.getMessage() + ".",
                            "Whoever runs the server may allow it: slipway serve --notify-allow.")
                    .causedBy(e);
        } catch (UnknownHostException e) {
            throw invalid("There is no host '" + url.getHost() + "'.").causedBy(e);
        }
        return url;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses = names.addresses(name);
        // One bad address among good ones is bad: which of them is taken is not for the name to choose.
        if (!Arrays.stream(addresses).allMatch(this::lets)) {
            throw new Refused(name);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private boolean lets(InetAddress address) {
        return isPublic(address) || allowed.stream().anyMatch(range -> range.has(address));
    }

    /** Whether the internet's routers would carry it: everything that IANA keeps for something special is not. */
    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return AddressRange.NOT_PUBLIC_4.stream().noneMatch(range -> range.has(address));
        }
        // Addresses with an IPv4 address inside (::ffff:0:0/96, 64:ff9b::/96) lie outside of the first.
        return AddressRange.GLOBAL_6.has(address)
                && AddressRange.NOT_PUBLIC_6.stream().noneMatch(range -> range.has(address));
    }

    private static URI parsed(String text) {
        try {
            if (text.length() > LONGEST) {
                throw invalid("A URL has at most " + LONGEST + " characters.");
            }
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            // without its cause, which quotes the text
            throw invalid("That is no URL.");
        }
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }

    private static SlipwayException refused(String message, String help) {
        return SlipwayException.of(ErrorCode.ADDRESS_REFUSED, message, help);
    }
}
