package io.slipway.server.ownscripts;

import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Whether the team tried scripts of its own application, and the last report of each leaves nothing to mend. */
public final class OwnScriptsLook implements Collector {
    private static final String QUERY = "the last report of each own script of the project that is not withdrawn";
    private final OwnScripts scripts;
    private final Clock clock;

    public OwnScriptsLook(OwnScripts scripts, Clock clock) {
        this.scripts = scripts;
        this.clock = clock;
    }

    @Override
    public Standard gate() {
        return Standard.OWN_SCRIPTS_TRIED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        List<LastReports.Brought> all = scripts.brought(rollout.project());
        if (all.isEmpty()) {
            return new Finding(false, QUERY, "nobody brought scripts of the application yet");
        }
        OwnScripts.Tried newest = all.get(0).tried();
        String what =
                "'" + newest.title() + "' (" + newest.number() + "), brought by " + newest.by() + " at " + newest.at();
        Duration valid =
                rollout.rollout().gates().find(gate().text()).orElseThrow().valid();
        if (!newest.at().plus(valid).isAfter(clock.instant())) {
            // an old report looked at anew is still old
            return new Finding(false, QUERY, what + ": too long ago");
        }
        List<String> open = LastReports.open(all);
        return open.isEmpty()
                ? new Finding(true, QUERY, scriptsOf(all) + " scripts, the last time " + what + ": nothing to mend")
                : new Finding(false, QUERY, String.join("; ", open));
    }

    private static long scriptsOf(List<LastReports.Brought> all) {
        return all.stream()
                .flatMap(brought -> brought.paths().stream())
                .filter(path -> path.endsWith(".sql") && !path.endsWith(".rollback.sql"))
                .distinct()
                .count();
    }
}
