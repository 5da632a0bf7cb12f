package io.slipway.cli.output;

import io.slipway.release.drift.Remark;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;

/** Says what went wrong, where, and what to do; gives the exit code. */
public final class Errors {
    private Errors() {}

    public static int report(Console console, boolean json, SlipwayException e) {
        if (json) {
            Json.print(console, Json.error(Json.result(), e));
        } else {
            text(console, e);
        }
        return e.code().category().exitCode();
    }

    /** As people read it, on stderr. */
    public static void text(Console console, SlipwayException e) {
        console.out().flush();
        console.clearLine();
        console.err()
                .println(Remark.lines("error: "
                        + e.location()
                                .map(Location::toString)
                                .map(w -> w + ": ")
                                .orElse("") + e.getMessage()));
        if (!e.help().isEmpty()) {
            console.err().println(Remark.lines("help:  " + e.help()));
        }
        console.err().println("code:  " + e.code().code());
    }

    /** A defect of ours: says so, and keeps the stack trace for whoever mends it. */
    public static int internal(Console console, boolean json, Throwable defect, boolean stackTrace) {
        SlipwayException e = SlipwayException.of(
                ErrorCode.INTERNAL,
                "This is a defect of Slipway: " + defect,
                stackTrace ? "" : "Run it again with SLIPWAY_STACK_TRACE=1 and report what it prints.");
        report(console, json, e);
        if (stackTrace) {
            defect.printStackTrace(console.err());
        }
        return Category.INTERNAL.exitCode();
    }
}
