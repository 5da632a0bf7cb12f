package io.slipway.release.history;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;

/**
 * A change that stopped half-way: some of its statements stand in the target, and the rest does not. Only itself may go
 * on there.
 *
 * @param changeKey as {@code id@digest}
 * @param direction {@code apply} or {@code rollback}
 * @param done the last of its statements that stands in the target, as those before it do; 0 for none
 */
public record HalfDone(String changeKey, String direction, int done) {

    /** Identity of the change, without the digest of its text. */
    public String changeId() {
        return changeKey.substring(0, changeKey.lastIndexOf('@'));
    }

    public boolean applying() {
        return direction.equals("apply");
    }

    /** Such as {@code statements 1 to 3 of ddl/5.sql are done}. */
    public String shown() {
        return shown(changeId(), direction, done);
    }

    /**
     * Why something else does not go on.
     *
     * @param consequence ends the sentence, such as {@code ", and this deployment would not finish it."}
     */
    public SlipwayException refusal(String consequence, String help) {
        return SlipwayException.of(
                ErrorCode.HISTORY_IN_DOUBT,
                "The change " + changeId() + " is half done in the target (" + shown() + ")" + consequence,
                help);
    }

    /** @param change its id */
    public static String shown(String change, String direction, int done) {
        String script = (direction.equals("apply") ? "" : "the rollback of ") + change;
        return switch (done) {
            case 0 -> "no statement of " + script + " is done";
            case 1 -> "statement 1 of " + script + " is done";
            default -> "statements 1 to " + done + " of " + script + " are done";
        };
    }
}
