package io.slipway.release.plan;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Expression;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which changes a deployment is about.
 *
 * @param labels expression that a change's labels must satisfy; empty chooses all
 * @param contexts the contexts that hold; a change's own contexts expression must be satisfied by them; empty chooses all
 */
public record Selection(Optional<Expression> labels, Set<String> contexts) {
    public static final Selection ALL = new Selection(Optional.empty(), Set.of());

    /** @throws SlipwayException {@code usage} for what is no expression over labels, or no name of a context */
    public static Selection of(Optional<String> labels, Iterable<String> contexts) {
        Set<String> names = new TreeSet<>();
        for (String name : contexts) {
            if (!Expression.isName(name.strip())) {
                throw SlipwayException.of(
                        ErrorCode.USAGE,
                        "'" + name + "' is no name of a context.",
                        "Contexts that hold are names, with commas; expressions over them belong in the scripts.");
            }
            names.add(name.strip());
        }
        return new Selection(labels.filter(l -> !l.isBlank()).map(Expression::parse), names);
    }

    public boolean includes(Change change) {
        boolean labelled = labels.map(e -> e.holds(Set.copyOf(change.labels()))).orElse(true);
        boolean inContext = contexts.isEmpty()
                || change.contexts()
                        .map(c -> Expression.parse(c).holds(contexts))
                        .orElse(true);
        return labelled && inContext;
    }
}
