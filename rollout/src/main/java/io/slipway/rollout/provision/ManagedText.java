package io.slipway.rollout.provision;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that provisioning makes and makes anew. Its first line says who made it, with the digest of what follows: so
 * an older one of ours, one that somebody edited, and one that others wrote are told apart.
 */
final class ManagedText {
    private static final Pattern MARK = Pattern.compile(
            "\\S+ Made by 'slipway rollout apply' for the team ([a-z0-9-]+), digest ([0-9a-f]{16})\\..*");
    private static final int DIGITS = 16;

    private ManagedText() {}

    /** @param comment what begins a comment, such as {@code #} */
    static String of(String comment, String team, String body) {
        return comment + " Made by 'slipway rollout apply' for the team " + team + ", digest " + digest(body)
                + ". Change rollout/" + team + ".yaml instead.\n" + body;
    }

    /** What a text that is there is, against the one that is wished. */
    static Look look(String name, String team, String there, String wished) {
        if (there.equals(wished)) {
            return new Look.AsWished();
        }
        int end = there.indexOf('\n');
        Matcher mark = mark(there);
        if (!mark.matches()) {
            return new Look.Foreign(
                    name + " is there, and was not made by provisioning.",
                    "Move it away, or leave it out of the rollout file.");
        }
        if (!mark.group(1).equals(team)) {
            return new Look.Foreign(name + " was made for the team " + mark.group(1) + ".", "Give each team its own.");
        }
        return mark.group(2).equals(digest(there.substring(end + 1)))
                ? new Look.Differs(name + " is of an earlier definition", java.util.List.of())
                : new Look.Foreign(
                        name + " was changed by hand since it was made.",
                        "Put the change into rollout/" + team + ".yaml and delete the file, or take the change back.");
    }

    /** Whether it is just as provisioning made it, of whatever definition. */
    static boolean isOurs(String team, String there) {
        int end = there.indexOf('\n');
        Matcher mark = mark(there);
        return end >= 0
                && mark.matches()
                && mark.group(1).equals(team)
                && mark.group(2).equals(digest(there.substring(end + 1)));
    }

    /** Whether provisioning made it for the team, and somebody changed it since. */
    static boolean isEdited(String team, String there) {
        Matcher mark = mark(there);
        return mark.matches() && mark.group(1).equals(team) && !isOurs(team, there);
    }

    private static Matcher mark(String there) {
        int end = there.indexOf('\n');
        return MARK.matcher(end < 0 ? there : there.substring(0, end));
    }

    private static String digest(String body) {
        return Sha256.of(body.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
