package io.slipway.server.training;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What invitations to a session are told apart by: the same for all its moves. */
record SessionUid(String team, long number) {
    private static final Pattern FORM = Pattern.compile("training\\.([a-z0-9][a-z0-9-]{0,62})\\.(\\d{1,18})@slipway");

    /** Empty for the UID of something else. */
    static Optional<SessionUid> of(String uid) {
        Matcher form = FORM.matcher(uid);
        return form.matches()
                ? Optional.of(new SessionUid(form.group(1), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    String text() {
        return "training." + team + "." + number + "@slipway";
    }
}
