package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses that begin with the same bits, such as {@code 10.0.0.0/8}. */
record AddressRange(InetAddress first, int bits) {
    // Only literals: a name would be looked up, and might mean something else tomorrow.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** IANA's register of special-purpose IPv4 addresses, multicast, and what is reserved. */
    static final List<AddressRange> NOT_PUBLIC_4 = all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Of IPv6 only this is given out for the whole internet … */
    static final AddressRange GLOBAL_6 = of("2000::/3");

    /** … but for these: protocol assignments and Teredo, documentation, 6to4. */
    static final List<AddressRange> NOT_PUBLIC_6 = all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** @throws SlipwayException {@code usage} */
    static AddressRange of(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            if (parts.length <= 2 && LITERAL.matcher(parts[0]).matches()) {
                InetAddress first = InetAddress.getByName(parts[0]);
                int all = first.getAddress().length * 8;
                int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
                if (bits >= 0 && bits <= all) {
                    return new AddressRange(first, bits);
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            throw invalid(text).causedBy(e);
        }
        throw invalid(text);
    }

    boolean has(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static List<AddressRange> all(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }

    private static SlipwayException invalid(String text) {
        return SlipwayException.of(
                ErrorCode.USAGE,
                "'" + text + "' is no address and no range of addresses.",
                "Write 10.1.2.3, 10.1.0.0/16 or fd00::/8.");
    }
}
