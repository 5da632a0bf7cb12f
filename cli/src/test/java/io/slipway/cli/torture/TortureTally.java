package io.slipway.cli.torture;

import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What happened, and what was found wrong. */
final class TortureTally {
    final Map<Torture.Fault, AtomicInteger> faults = new EnumMap<>(Torture.Fault.class);
    final AtomicInteger rounds = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger midway = new AtomicInteger();
    final AtomicInteger wentOn = new AtomicInteger();
    final AtomicInteger halfDone = new AtomicInteger();
    final AtomicInteger inDoubt = new AtomicInteger();
    final AtomicInteger inDoubtDone = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicInteger twice = new AtomicInteger();
    final AtomicInteger locksLeft = new AtomicInteger();
    final AtomicInteger wrongStatus = new AtomicInteger();
    final AtomicInteger otherState = new AtomicInteger();
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    TortureTally() {
        for (Torture.Fault fault : Torture.Fault.values()) {
            faults.put(fault, new AtomicInteger());
        }
    }

    int faults() {
        return faults.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    int count(Torture.Fault fault) {
        return faults.get(fault).get();
    }

    void wrong(AtomicInteger kind, String what) {
        kind.incrementAndGet();
        wrong.add(what);
    }

    /** As a table of Markdown. */
    String table(String product, long seed, long seconds) {
        StringBuilder text = new StringBuilder("| | " + product + " |\n|---|---|\n");
        row(text, "seed", seed);
        row(text, "databases", rounds.get());
        row(text, "commands run", runs.get());
        faults.forEach((fault, count) -> row(text, fault.title(), count.get()));
        row(text, "faults in all", faults());
        row(text, "commands that ended with some changes applied and others not", midway.get());
        row(text, "commands that went on by themselves after a break", wentOn.get());
        row(text, "changes told to be half done", halfDone.get());
        row(text, "statements reported in doubt", inDoubt.get());
        row(text, "of those, done", inDoubtDone.get());
        row(text, "statements lost", lost.get());
        row(text, "statements run twice", twice.get());
        row(text, "locks left", locksLeft.get());
        row(text, "wrong statuses", wrongStatus.get());
        row(text, "databases that end otherwise than a clean run", otherState.get());
        row(text, "seconds", seconds);
        return text.toString();
    }

    private static void row(StringBuilder text, String what, long count) {
        text.append("| ").append(what).append(" | ").append(count).append(" |\n");
    }
}
