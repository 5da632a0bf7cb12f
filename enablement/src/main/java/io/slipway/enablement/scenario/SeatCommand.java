package io.slipway.enablement.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of a terminal, as far as it can be done at a seat without one. */
public sealed interface SeatCommand {
    String FORMS = "'slipway package', 'slipway deploy latest --to ENVIRONMENT',"
            + " 'slipway rollback --on ENVIRONMENT --change CHANGE', and those that only look";

    /** Packages what is new among the seat's files. */
    record Pack() implements SeatCommand {}

    /** Deploys the newest artifact. */
    record Deploy(String environment) implements SeatCommand {}

    /** @param change path of its script below the scripts folder */
    record RollBack(String environment, String change) implements SeatCommand {}

    /** Changes nothing: {@code status}, {@code forecast}, {@code history}, or anything as {@code --dry-run}. */
    record Look() implements SeatCommand {}

    /** Empty for one that a seat does not have. */
    static Optional<SeatCommand> of(String command) {
        List<String> words = List.of(command.strip().split("\\s+"));
        if (words.size() < 2 || !words.get(0).equals("slipway")) {
            return Optional.empty();
        }
        if (words.contains("--dry-run")
                || Set.of("status", "forecast", "history").contains(words.get(1))) {
            return Optional.of(new Look());
        }
        String line = String.join(" ", words);
        if (line.equals("slipway package")) {
            return Optional.of(new Pack());
        }
        Matcher deploy = Pattern.compile("slipway deploy latest --to (\\S+)").matcher(line);
        if (deploy.matches()) {
            return Optional.of(new Deploy(deploy.group(1)));
        }
        Matcher back =
                Pattern.compile("slipway rollback --on (\\S+) --change (\\S+)").matcher(line);
        return back.matches() ? Optional.of(new RollBack(back.group(1), back.group(2))) : Optional.empty();
    }
}
