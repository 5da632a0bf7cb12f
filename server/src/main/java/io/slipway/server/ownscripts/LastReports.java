package io.slipway.server.ownscripts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the last report of each script leaves to mend: a clean one says nothing of scripts that it did not try. */
final class LastReports {
    private LastReports() {}

    /** @param paths of the scripts that were brought together */
    record Brought(OwnScripts.Tried tried, Set<String> paths) {}

    /**
     * One line for each time scripts were brought that still counts for one of them and leaves something open.
     *
     * @param all the newest first
     */
    static List<String> open(List<Brought> all) {
        List<String> open = new ArrayList<>();
        Set<String> newer = new HashSet<>();
        for (Brought brought : all) {
            Set<String> counts = new TreeSet<>(brought.paths());
            counts.removeAll(newer);
            newer.addAll(brought.paths());
            if (!counts.isEmpty()) {
                open(brought.tried(), counts).ifPresent(open::add);
            }
        }
        return open;
    }

    private static Optional<String> open(OwnScripts.Tried tried, Set<String> counts) {
        String what = "'" + tried.title() + "' (" + tried.number() + ")";
        if (tried.report().isEmpty()) {
            return Optional.of(what + ": they are still tried");
        }
        List<Report.Finding> findings = tried.report().get().mend().stream()
                .filter(finding -> finding.script().isEmpty() || counts.contains(finding.script()))
                .toList();
        String scripts = findings.stream()
                .map(finding -> finding.script().isEmpty() ? finding.what() : finding.script())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(what + ": to mend: " + findings.size() + " (" + scripts + ")");
    }
}
