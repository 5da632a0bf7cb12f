package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.rules.Rule.LooksAt;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.sql.Dialect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the proof saw when a script ran on the reference database. */
final class ObservedRules {
    /** More rows than this take noticeable time, and as many locks on rows. */
    static final long MANY_ROWS = 10_000;

    private static final int SHOWN = 3;
    private static final String EXCLUSIVE = "AccessExclusiveLock";
    /** What hangs on others; an index or a sequence goes with its table without surprise. */
    private static final Set<String> DEPENDENTS =
            Set.of("table", "view", "materialized view", "function", "procedure", "trigger", "constraint");

    private ObservedRules() {}

    @FunctionalInterface
    interface Check {
        /** @return what is wrong, or nothing */
        Optional<String> check(Observed observed);
    }

    /**
     * @param named names, in lower case, of what the script's own statements take away, alter or rename
     * @param defines the script is of a kind that changes the catalogue, and has a statement
     */
    record Observed(ChangeProof proof, boolean rerunnable, boolean defines, Set<String> named) {}

    record ObservedRule(Rule rule, Check check) {}

    static List<ObservedRule> all() {
        return List.of(
                rule(
                        "exclusive-lock-seen",
                        Topic.LOCKS,
                        NOTE,
                        POSTGRESQL,
                        seen -> exclusive(seen)
                                .map(tables -> "Nobody can read or write " + tables
                                        + " from its statement to the script's end.")),
                rule(
                        "rows-under-exclusive-lock-seen",
                        Topic.LOCKS,
                        WARN,
                        POSTGRESQL,
                        seen -> seen.proof().rows() < MANY_ROWS
                                ? Optional.empty()
                                : exclusive(seen)
                                        .map(tables ->
                                                "It writes " + seen.proof().rows()
                                                        + " rows in the transaction in which nobody can read or write "
                                                        + tables + ".")),
                rule(
                        "many-rows-seen",
                        Topic.LOCKS,
                        WARN,
                        ALL,
                        seen -> seen.proof().rows() < MANY_ROWS
                                ? Optional.empty()
                                : Optional.of("It writes " + seen.proof().rows() + " rows at once.")),
                rule("dependents-removed", Topic.COMPATIBILITY, WARN, SERVERS, ObservedRules::removed),
                rule(
                        "rollback-missing",
                        Topic.RELEASE,
                        NOTE,
                        ALL,
                        seen -> seen.rerunnable() || seen.proof().rollback().result() != RollbackResult.NONE
                                ? Optional.empty()
                                : Optional.of("It has no rollback.")),
                rule(
                        "rollback-not-proved",
                        Topic.RELEASE,
                        WARN,
                        ALL,
                        seen -> seen.proof().rollback().result() != RollbackResult.NOT_PROVED
                                ? Optional.empty()
                                : Optional.of("Its rollback does not take it back: "
                                        + seen.proof().rollback().reason().orElse("for a reason unknown") + ".")),
                rule(
                        "no-effect-seen",
                        Topic.RELEASE,
                        NOTE,
                        ALL,
                        seen -> seen.defines()
                                        && seen.proof().statements() > 0
                                        && seen.proof().rows() == 0
                                        && seen.proof().objects().isEmpty()
                                ? Optional.of("It ran, and changed no object and no row.")
                                : Optional.empty()));
    }

    private static Optional<String> exclusive(Observed seen) {
        List<String> tables = seen.proof().locks().stream()
                .filter(lock -> lock.mode().equals(EXCLUSIVE) && lock.object().startsWith("table "))
                .map(lock -> lock.object().substring("table ".length()))
                .toList();
        return tables.isEmpty() ? Optional.empty() : Optional.of(shown(tables));
    }

    private static Optional<String> removed(Observed seen) {
        Set<String> back = seen.proof().objects().stream()
                .filter(object -> object.event().equals("added"))
                .map(object -> object.kind() + " " + object.name())
                .collect(Collectors.toSet());
        List<String> removed = seen.proof().objects().stream()
                .filter(object -> object.event().equals("removed") && DEPENDENTS.contains(object.kind()))
                .filter(object -> !back.contains(object.kind() + " " + object.name()))
                .filter(object -> parts(object).noneMatch(seen.named()::contains))
                .map(object -> object.kind() + " " + object.name())
                .toList();
        return removed.isEmpty()
                ? Optional.empty()
                : Optional.of("It took away what no statement of it names: " + shown(removed) + ".");
    }

    /** {@code public.shop."Item"} → its parts in lower case, without quotes and arguments. */
    private static Stream<String> parts(ObjectSeen object) {
        String name = object.name().replaceFirst("\\(.*", "");
        return Arrays.stream(name.split("[. ]"))
                .map(part -> part.replaceAll("[\"`]", "").toLowerCase(Locale.ROOT));
    }

    private static String shown(List<String> names) {
        int more = names.size() - SHOWN;
        return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static ObservedRule rule(String id, Topic topic, Severity severity, Set<Dialect> dialects, Check check) {
        return new ObservedRule(new Rule(id, topic, severity, dialects, LooksAt.PROOF), check);
    }
}
