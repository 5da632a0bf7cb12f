package io.slipway.server.dates;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What invitations to a go-live are told apart by: the same for all moves of one date.
 *
 * @param round sequence of the first date since none stood
 */
record DateUid(String team, int round) {
    private static final Pattern FORM = Pattern.compile("golive\\.([a-z0-9][a-z0-9-]{0,62})\\.(\\d{1,9})@slipway");

    /** Empty for the UID of something else. */
    static Optional<DateUid> of(String uid) {
        Matcher form = FORM.matcher(uid);
        return form.matches()
                ? Optional.of(new DateUid(form.group(1), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    String text() {
        return "golive." + team + "." + round + "@slipway";
    }
}
