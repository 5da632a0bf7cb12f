package io.slipway.server.lab;

import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.Sessions;
import io.slipway.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is left to pass in labs that are open: events tell of it only once they are closed. */
public final class OpenLabs {
    private final LabTable table;

    public OpenLabs(Store store) {
        this.table = new LabTable(store);
    }

    /** Number of the lab of a session; empty where none is open. */
    public Optional<Long> of(String team, long session) {
        Optional<ServedLab.OfSession> of = Optional.of(new ServedLab.OfSession(team, session));
        return table.labs().stream()
                .filter(lab -> !lab.closed() && lab.of().equals(of))
                .map(ServedLab::number)
                .findFirst();
    }

    /**
     * Of the labs of a team's sessions.
     *
     * @return account → tasks, of those who began
     */
    Map<String, Set<String>> left(String team, Sessions sessions) {
        Map<String, Set<String>> left = new HashMap<>();
        for (ServedLab lab : table.labs()) {
            Optional<Session> session = lab.of()
                    .filter(of -> of.team().equals(team))
                    .flatMap(of -> sessions.find(of.session()))
                    .filter(Session::stands);
            if (!lab.closed() && session.isPresent()) {
                for (Seat seat : table.seats(lab.number())) {
                    left.computeIfAbsent(seat.person().name(), name -> new TreeSet<>())
                            .addAll(LabResults.notPassed(lab, table.progress(seat)));
                }
            }
        }
        return left;
    }
}
