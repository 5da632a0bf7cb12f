package io.slipway.cli.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.cli.CommandLineRun;
import io.slipway.cli.torture.TortureScripts.Step;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a database past the engine: by the traces that statements leave, by the product's own catalogue, and by what a
 * clean run came to.
 */
final class TortureOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DOUBT = Pattern.compile("statement (\\d+) of (\\S+?)(?::.*)?");

    private static final Pattern DONE = Pattern.compile("done: .*statements? 1(?: to (\\d+))? of ");

    private final Map<String, List<Step>> scripts;
    private final String clean;
    private final TortureTally tally;

    /** @param clean what {@link TorturePlace#state} gives after a run that nothing broke */
    TortureOracle(Map<String, List<Step>> scripts, String clean, TortureTally tally) {
        this.scripts = scripts;
        this.clean = clean;
        this.tally = tally;
    }

    /** The same, after one that could not say anything any more. */
    void look(TorturePlace place) throws Exception {
        look(place, new CommandLineRun(-1, "", ""));
    }

    /**
     * After a break: what the engine says must be what is there; what it does not know is settled as a person would.
     *
     * @param broken the command that was broken
     */
    void look(TorturePlace place, CommandLineRun broken) throws Exception {
        // a session whose client died goes on until its statement ends
        locksLeft(place, 300);
        CommandLineRun status =
                CommandLineRun.of(place.environment(), Clock.systemUTC(), "status", "dev", "--output", "json");
        Torture.require(status, 0);
        JsonNode dev = JSON.readTree(status.out()).path("environments").get(0);
        Set<String> applied = new HashSet<>();
        for (String entry : history(place)) {
            if (entry.startsWith("applied | ")) {
                applied.add(entry.substring("applied | ".length()));
            }
        }
        if (!applied.isEmpty() && applied.size() < scripts.size()) {
            tally.midway.incrementAndGet();
        }
        if (dev.path("applied").asInt() != applied.size()) {
            tally.wrong(tally.wrongStatus, "status says " + dev.path("applied") + " applied, history " + applied);
        }
        String doubt = dev.path("inDoubt").asText("");
        for (Map.Entry<String, List<Step>> script : scripts.entrySet()) {
            for (Step step : script.getValue()) {
                if (!step.trace().isEmpty()) {
                    check(place, script.getKey(), step, applied.contains(script.getKey()));
                }
            }
        }
        checkHalfDone(place, dev, applied);
        checkReport(broken, dev.path("halfDone"));
        if (!doubt.isEmpty()) {
            settle(place, doubt, dev.path("witness").asText(""));
        }
    }

    private void check(TorturePlace place, String path, Step step, boolean applied) {
        long count = place.count(step);
        if (count > 1) {
            tally.wrong(tally.twice, path + ": ran " + count + " times: " + step.sql());
        }
        if (applied && count == 0) {
            tally.wrong(tally.wrongStatus, path + " is told to be applied, and is not there: " + step.sql());
        }
    }

    /**
     * Where DDL commits by itself: what is told of a change that stopped half-way is what is there of it, and of one of
     * which nothing is told, nothing is.
     */
    private void checkHalfDone(TorturePlace place, JsonNode dev, Set<String> applied) throws Exception {
        JsonNode half = dev.path("halfDone");
        Matcher doubt = DOUBT.matcher(dev.path("inDoubt").asText(""));
        boolean doubtful = doubt.matches();
        for (Map.Entry<String, List<Step>> script : scripts.entrySet()) {
            if (applied.contains(script.getKey())) {
                continue;
            }
            int done = half.path("change").asText("").equals(script.getKey())
                    ? half.path("done").asInt()
                    : 0;
            int unknown = doubtful && doubt.group(2).equals(script.getKey()) ? Integer.parseInt(doubt.group(1)) : 0;
            for (int number = 1; number <= script.getValue().size(); number++) {
                Step step = script.getValue().get(number - 1);
                // what is in doubt may be the end of a transaction that began after what is done
                if (step.trace().isEmpty() || number > done && number <= unknown) {
                    continue;
                }
                if (place.count(step) > 0 != number <= done) {
                    tally.wrong(
                            tally.wrongStatus,
                            "status says " + half + " is half done, but of " + script.getKey() + " statement " + number
                                    + (number <= done ? " is not there: " : " is there: ") + step.sql());
                }
            }
        }
        if (!half.isMissingNode() && half.path("done").asInt() > 0) {
            tally.halfDone.incrementAndGet();
        }
    }

    /** A command that could still say how far it came knew all but, at most, the statement whose answer it did not get. */
    private void checkReport(CommandLineRun broken, JsonNode half) {
        Matcher told = DONE.matcher(broken.out());
        if (!broken.out().contains("Failed at " + half.path("change").asText("?"))) {
            return;
        }
        int done = told.find() ? Integer.parseInt(told.group(1) == null ? "1" : told.group(1)) : 0;
        if (done < half.path("done").asInt() - 1) {
            tally.wrong(tally.wrongStatus, "of " + half + " it said only: " + broken.out());
        }
    }

    /** @param witness what the catalogue is said to say */
    private void settle(TorturePlace place, String doubt, String witness) throws Exception {
        Matcher words = DOUBT.matcher(doubt);
        if (!words.matches()) {
            throw new AssertionError("what is in doubt? " + doubt);
        }
        int number = Integer.parseInt(words.group(1));
        Step step = scripts.entrySet().stream()
                .filter(script -> script.getKey().equals(words.group(2)))
                .findFirst()
                .orElseThrow()
                .getValue()
                .get(number - 1);
        boolean done = step.trace().isEmpty() || place.count(step) > 0;
        if (witness.startsWith("the catalogue has ") && done == witness.startsWith("the catalogue has no ")) {
            tally.wrong(tally.wrongStatus, "of " + step.sql() + " it says that " + witness);
        }
        tally.inDoubt.incrementAndGet();
        if (done) {
            tally.inDoubtDone.incrementAndGet();
        }
        CommandLineRun settled = CommandLineRun.of(
                place.environment(),
                Clock.systemUTC(),
                "resolve",
                "--on",
                "dev",
                "--statement",
                Integer.toString(number),
                done ? "--done" : "--not-done",
                "--reason",
                "looked");
        Torture.require(settled, 0);
    }

    private static List<String> history(TorturePlace place) {
        try {
            return place.history();
        } catch (SQLException e) {
            // it is not made yet
            return List.of();
        }
    }

    /** When the engine says that it is done: all ran once, and the database is as after a clean run. */
    void end(TorturePlace place) throws Exception {
        for (Map.Entry<String, List<Step>> script : scripts.entrySet()) {
            for (Step step : script.getValue()) {
                long count = step.trace().isEmpty() ? 1 : place.count(step);
                if (count == 0) {
                    tally.wrong(tally.lost, script.getKey() + ": lost: " + step.sql());
                } else if (count > 1) {
                    tally.wrong(tally.twice, script.getKey() + ": ran " + count + " times: " + step.sql());
                }
            }
        }
        String state = place.state();
        if (!state.equals(clean)) {
            tally.wrong(tally.otherState, place.root() + " ends otherwise:\n" + state + "\n-- instead of\n" + clean);
        }
        List<String> applied = place.history().stream()
                .filter(entry -> entry.startsWith("applied | "))
                .toList();
        if (applied.size() != scripts.size() || new HashSet<>(applied).size() != scripts.size()) {
            tally.wrong(tally.wrongStatus, "the history has " + applied);
        }
        CommandLineRun status = CommandLineRun.of(place.environment(), Clock.systemUTC(), "status", "dev", "--check");
        if (status.exitCode() != 0) {
            tally.wrong(tally.wrongStatus, "in the end: " + status);
        }
        CommandLineRun again = CommandLineRun.of(
                place.environment(), Clock.systemUTC(), "deploy", "latest", "--to", "dev", "--wait", "0s");
        if (again.exitCode() != 0 || !again.out().contains("Nothing to do")) {
            tally.wrong(tally.wrongStatus, "again: " + again);
        }
        List<String> left = locksLeft(place, 100);
        if (!left.isEmpty()) {
            tally.wrong(tally.locksLeft, "left: " + left);
        }
    }

    /** Waits a while for them to go. */
    private static List<String> locksLeft(TorturePlace place, int times) throws Exception {
        List<String> left = place.locksLeft();
        for (int i = 0; i < times && !left.isEmpty(); i++) {
            Thread.sleep(20);
            left = place.locksLeft();
        }
        return left;
    }
}
