package io.slipway.server.lab;

import io.slipway.enablement.scenario.Step;
import io.slipway.release.execute.Cancellation;
import io.slipway.server.access.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests do at a seat beside what its person can. */
public final class SeatTry {
    private final SeatDesk desk;

    public SeatTry(SeatDesk desk) {
        this.desk = desk;
    }

    /** Plays steps as the person. */
    public String play(Caller caller, long lab, List<Step> steps) {
        return desk.work().play(caller, desk.at(caller, lab).seat(), steps, new Cancellation());
    }

    /** By environment. */
    public Map<String, String> fingerprints(Caller caller, long lab) {
        Seat seat = desk.at(caller, lab).seat();
        Map<String, String> all = new TreeMap<>();
        List.of("dev", "qa", "prod").forEach(name -> all.put(name, desk.work().fingerprint(seat, name)));
        return all;
    }

    public String role(Caller caller, long lab) {
        return desk.at(caller, lab).seat().role();
    }

    public String url(Caller caller, long lab, String environment) {
        return desk.room()
                .project(desk.at(caller, lab).seat())
                .project()
                .environment(environment)
                .url();
    }

    public String password(Caller caller, long lab) {
        StringBuilder text = new StringBuilder();
        desk.room()
                .password(desk.at(caller, lab).seat())
                .orElseThrow()
                .use(value -> text.append(value).length());
        return text.toString();
    }
}
