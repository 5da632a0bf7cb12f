package io.slipway.server.support;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What invitations to a meeting are told apart by: the same however its time and its people change. */
record MeetingUid(String team, LocalDate day) {
    private static final Pattern FORM =
            Pattern.compile("meeting\\.(\\d{4}-\\d{2}-\\d{2})\\.([a-z0-9][a-z0-9-]{0,62})@slipway");

    /** Empty for the UID of something else. */
    static Optional<MeetingUid> of(String uid) {
        Matcher form = FORM.matcher(uid);
        try {
            return form.matches()
                    ? Optional.of(new MeetingUid(form.group(2), LocalDate.parse(form.group(1))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String text() {
        return "meeting." + day + "." + team + "@slipway";
    }
}
