package io.slipway.release.plan;

import io.slipway.release.artifact.Change;
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

    public static Selection of(Optional<String> labels, Iterable<String> contexts) {
        Set<String> names = new TreeSet<>();
        contexts.forEach(names::add);
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
