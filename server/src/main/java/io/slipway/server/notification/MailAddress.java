package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.List;

/** Mail addresses as people type them. */
public final class MailAddress {
    private static final int LONGEST = 254;

    private MailAddress() {}

    /**
     * One plain address, such as {@code ann@example.com}.
     *
     * @throws SlipwayException {@code request-invalid}
     */
    public static String checked(String text) {
        String address = text.strip();
        try {
            InternetAddress parsed = new InternetAddress(address, true);
            boolean plain = address.equals(parsed.getAddress())
                    && address.indexOf('@') > 0
                    && address.length() <= LONGEST
                    && address.chars().allMatch(c -> c > ' ' && c < 127);
            if (plain) {
                return address;
            }
        } catch (AddressException e) {
            throw invalid().causedBy(e);
        }
        throw invalid();
    }

    /** With commas between. */
    static List<String> several(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static SlipwayException invalid() {
        return SlipwayException.of(
                ErrorCode.REQUEST_INVALID, "That is no mail address.", "Write it plainly: ann@example.com.");
    }
}
