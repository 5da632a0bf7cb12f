package io.slipway.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What was set for an environment at the console, in words: who approves, and when deployments may start. */
final class EnvironmentSettings {
    /** Whose yes counts while nobody said otherwise. */
    private static final Set<String> APPROVERS = Set.of("dba", "release-manager", "team-lead");

    private static final Passing STANDARD = new Passing(true, true, false);
    private final ServerConnection connection;
    private final String path;

    EnvironmentSettings(ServerConnection connection, String path) {
        this.connection = connection;
        this.path = path;
    }

    private record Policy(int approvals, List<String> roles) {}

    private record Window(List<String> days, String opens, String closes, String zone) {
        @Override
        public String toString() {
            return String.join(", ", days) + " " + opens + "–" + closes + " " + zone;
        }
    }

    private record Passing(boolean overrun, boolean emergencies, boolean rollbacks) {
        @Override
        public String toString() {
            return "deployments that may overrun " + may(overrun) + ", emergencies " + may(emergencies)
                    + ", rollbacks with a reason " + may(rollbacks);
        }

        private static String may(boolean pass) {
            return pass ? "pass" : "do not pass";
        }
    }

    private record Calendar(List<Window> windows, Passing policy) {}

    List<String> sentences(String environment, boolean isProtected) {
        List<String> told = new ArrayList<>();
        Policy policy = connection.get(path + "/policy", Policy.class);
        if (policy.approvals() != (isProtected ? 1 : 0)
                || !Set.copyOf(policy.roles()).equals(APPROVERS)) {
            told.add(environment + " asks for " + policy.approvals()
                    + (policy.approvals() == 1 ? " approval by " : " approvals by ")
                    + String.join(", ", policy.roles()));
        }
        Calendar calendar = connection.get(path + "/calendar", Calendar.class);
        calendar.windows().forEach(window -> told.add(environment + " opens " + window));
        if (!calendar.policy().equals(STANDARD)) {
            told.add("of the windows and freezes of " + environment + ": " + calendar.policy());
        }
        return told;
    }
}
