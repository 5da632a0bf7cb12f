package io.slipway.server.ownscripts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.slipway.release.report.FindingReport;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What was seen of somebody's scripts on a database that was thrown away afterwards.
 *
 * @param server such as {@code PostgreSQL 18}
 * @param scripts those that were proved, in the order in which they run
 * @param mend what is to be mended before the go-live, the weightiest first
 * @param look where the scripts do not keep the rules that warn: to be looked at, and to be decided by their authors
 * @param notes what is worth knowing
 * @param deployed empty when nothing could be deployed
 * @param rolledBack empty when nothing could be rolled back
 */
public record Report(
        String server,
        List<ProvedScript> scripts,
        List<Finding> mend,
        List<FindingReport> look,
        List<String> notes,
        Optional<Deployed> deployed,
        Optional<RolledBack> rolledBack) {
    public Report {
        scripts = List.copyOf(scripts);
        mend = List.copyOf(mend);
        // a report of an earlier version has none
        look = List.copyOf(Objects.requireNonNullElse(look, List.of()));
        notes = List.copyOf(notes);
    }

    /**
     * @param rollback {@code proved}, {@code not-proved} or {@code none}
     * @param locked what it keeps readers out of while it runs
     */
    public record ProvedScript(
            String path, String kind, int statements, long rows, String rollback, List<String> locked) {}

    /** How much a finding weighs. */
    public enum Weight {
        /** It does what the application's role must not, or did not end. */
        STOPPED,
        /** It does not run. */
        FAILED,
        /** It runs, and cannot be taken back. */
        ROLLBACK;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Weight of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** @param where script, line and column; the script alone where there is no more */
    public record Finding(Weight weight, String where, String what, String help) {
        /** Path of the script; empty where it is of none. */
        String script() {
            return where.replaceFirst(":.*", "");
        }
    }

    /** @param millis that the deployment took */
    public record Deployed(int changes, long millis) {
        /** Such as {@code 12 changes in 340 ms}. */
        public String text() {
            return counted(changes, "change") + " in " + millis + " ms";
        }
    }

    /** @param restored whether the schema was afterwards what it was before they were applied */
    public record RolledBack(int changes, boolean restored) {
        /** Such as {@code 12 changes; the schema was then what it was before}. */
        public String text() {
            return counted(changes, "change") + (restored ? "; the schema was then what it was before" : "");
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static Report failed(String why) {
        return new Report(
                "",
                List.of(),
                List.of(new Finding(Weight.FAILED, "", why, "")),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether there is nothing to mend. */
    public boolean ready() {
        return mend.isEmpty();
    }

    /** In a sentence without its end. */
    public String verdict() {
        if (ready()) {
            return counted(scripts.size(), "script") + ": nothing to mend";
        }
        return counted(scripts.size(), "script") + (scripts.size() == 1 ? " runs" : " run") + "; to mend: "
                + mend.size();
    }
}
