package io.slipway.release.drift;

import io.slipway.release.catalogue.ObjectName;
import io.slipway.release.drift.Drift.Difference;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the differences are meant. */
final class Choice {
    private static final Set<String> PARTS = Set.of("column", "constraint", "trigger", "rule", "policy");
    private static final int SHOWN = 10;

    private Choice() {}

    /** @throws SlipwayException {@code usage} when one of those named does not differ */
    static List<Difference> of(List<Difference> differences, DriftWish wish) {
        if (wish.only().isEmpty()) {
            return differences.stream()
                    .filter(each -> !each.allowed() && (wish.rights() || !each.isRight()))
                    .toList();
        }
        for (String pattern : wish.only()) {
            if (differences.stream().noneMatch(each -> named(pattern, each))) {
                throw SlipwayException.of(
                        ErrorCode.USAGE,
                        "'" + pattern + "' names nothing that differs in '"
                                + wish.environment().shown() + "'.",
                        "Name kind and object as 'slipway drift "
                                + wish.environment().shown() + "' prints them: "
                                + differences.stream()
                                        .map(each -> each.entry().object().key())
                                        .limit(SHOWN)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        return differences.stream()
                .filter(each -> wish.only().stream().anyMatch(pattern -> named(pattern, each)))
                .filter(each -> wish.rights() || !each.isRight())
                .toList();
    }

    /** Whoever names a table means its columns, constraints, indexes and comments too. */
    private static boolean named(String pattern, Difference difference) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        String kind = difference.entry().object().kind();
        String name = difference.entry().object().name();
        if ((kind + " " + name).matches(regex)) {
            return true;
        }
        if (kind.equals("comment")) {
            return name.matches(regex);
        }
        if (PARTS.contains(kind)) {
            String owner = ObjectName.owner(name);
            return ("table " + owner).matches(regex) || ("view " + owner).matches(regex);
        }
        if (kind.equals("index") && pattern.startsWith("table ")) {
            return difference.entry().object().definition().contains(" ON " + pattern.substring(6) + " ");
        }
        return kind.equals("sequence")
                && pattern.startsWith("table ")
                && difference.entry().object().definition().contains(" of " + pattern.substring(6) + ".");
    }
}
