package io.slipway.release.rules;

import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code ALTER … RENAME} of what is no table.
 *
 * @param kind in capitals
 * @param part the column or attribute that gets another name; empty when it is the object itself
 */
record Renaming(String kind, Name name, Optional<Name> part) {
    private static final List<String> KINDS = List.of(
            "MATERIALIZED VIEW",
            "VIEW",
            "FUNCTION",
            "PROCEDURE",
            "ROUTINE",
            "AGGREGATE",
            "TYPE",
            "DOMAIN",
            "SEQUENCE",
            "SCHEMA",
            "FOREIGN TABLE");

    static Optional<Renaming> of(Statement s) {
        if (!s.starts("ALTER") || !s.has("RENAME")) {
            return Optional.empty();
        }
        Reader in = new Reader(s.tokens());
        in.next();
        return KINDS.stream()
                .filter(kind -> in.skip(kind.split(" ")))
                .findFirst()
                .flatMap(kind -> of(kind, in));
    }

    private static Optional<Renaming> of(String kind, Reader in) {
        in.skip("IF", "EXISTS");
        Name name = in.name();
        if (in.at("(")) {
            in.parentheses();
        }
        if (!in.skip("RENAME") || in.at("VALUE") || in.at("CONSTRAINT")) {
            return Optional.empty();
        } else if (in.skip("TO")) {
            return Optional.of(new Renaming(kind, name, Optional.empty()));
        }
        in.skipAny("COLUMN", "ATTRIBUTE");
        return Optional.of(new Renaming(kind, name, Optional.of(in.name())));
    }
}
