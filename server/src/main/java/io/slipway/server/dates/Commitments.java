package io.slipway.server.dates;

import io.slipway.rollout.calendar.Commitment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who is needed when by which team. */
public final class Commitments {
    private final Rollouts rollouts;
    private final Helpers helpers;

    public Commitments(Rollouts rollouts, Helpers helpers) {
        this.rollouts = rollouts;
        this.helpers = helpers;
    }

    Map<String, String> helpers(ServedRollout served) {
        return helpers.of(served.rollout());
    }

    /**
     * Days on which other teams go live, or may: a date that is only proposed keeps its day too.
     *
     * @param caller who is told about them: a team that they may not see has no name
     */
    public List<Commitment> ofOthers(Handle handle, ServedRollout served, Caller caller) {
        List<DateTable.Row> rows = DateTable.others(handle, served.team());
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, ServedRollout> teams = rollouts.byTeam(handle);
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(teams.get(row.team())).stream()
                        .map(other -> of(other, row.day().orElseThrow(), row.agreed(), caller)))
                .toList();
    }

    private Commitment of(ServedRollout served, LocalDate day, boolean agreed, Caller caller) {
        return new Commitment(
                caller.may(Permission.VIEW, served.project()) ? served.rollout().title() : "another team",
                day,
                agreed,
                helpers.of(served.rollout()).keySet());
    }
}
