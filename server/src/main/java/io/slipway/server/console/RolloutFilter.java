package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.console.ReadinessParts.Blocks;
import io.slipway.server.dates.TeamDates.TeamDate;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which rollouts a reader wants to see; whatever is empty is all the same.
 *
 * @param turn account whose turn it is
 * @param blocked {@code yes} or {@code no}
 * @param date {@code agreed}, {@code proposed} or {@code none}
 * @param until the last day of a go-live; those without one are left out then
 */
public record RolloutFilter(String turn, String blocked, String date, Optional<LocalDate> until) {

    /** @throws SlipwayException {@code request-invalid} */
    static RolloutFilter of(String turn, String blocked, String date, String until) {
        try {
            return new RolloutFilter(
                    turn,
                    blocked,
                    date,
                    until.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(until.strip())));
        } catch (DateTimeParseException e) {
            throw SlipwayException.of(
                            ErrorCode.REQUEST_INVALID,
                            "'until' is no day.",
                            "Write it as in 2026-12-14, or leave it out.")
                    .causedBy(e);
        }
    }

    boolean takes(TeamDate team, Blocks blocks) {
        boolean hers = turn.isEmpty()
                || blocks.turn().stream().anyMatch(person -> person.key().equals(turn));
        boolean hindered = blocks.counts() && !blocks.blocking().isEmpty();
        boolean asBlocked = blocked.isEmpty() || blocked.equals(hindered ? "yes" : "no");
        String standing = team.day().isEmpty() ? "none" : team.agreed() ? "agreed" : "proposed";
        boolean inTime = until.isEmpty()
                || team.day().filter(day -> !day.isAfter(until.get())).isPresent();
        return hers && asBlocked && (date.isEmpty() || date.equals(standing)) && inTime;
    }

    /** Whether it may leave any out. */
    public boolean narrows() {
        return !turn.isEmpty() || !blocked.isEmpty() || !date.isEmpty() || until.isPresent();
    }

    /** For the field that it came from. */
    public String untilText() {
        return until.map(LocalDate::toString).orElse("");
    }
}
