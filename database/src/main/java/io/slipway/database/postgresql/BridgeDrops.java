package io.slipway.database.postgresql;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The statements that take an object away, and what is said of it in other statements. */
final class BridgeDrops {
    /** Kinds that come and go with something else, or that we do not make. */
    private static final Set<String> NEVER =
            Set.of("default privileges", "subscription", "grant", "comment", "security label");

    private static final Set<String> WITH_ROWS = Set.of("table", "column");

    private BridgeDrops() {}

    /** Empty for what cannot be dropped by itself. */
    static Optional<Statement> drop(Place place) {
        if (NEVER.contains(place.kind())) {
            return Optional.empty();
        }
        String sql = switch (place.kind()) {
            case "column" ->
                "ALTER " + (place.sort().startsWith("foreign") ? "FOREIGN TABLE " : "TABLE ") + place.owner()
                        + " DROP COLUMN " + place.own();
            case "constraint" ->
                "ALTER " + (place.sort().startsWith("domain") ? "DOMAIN " : "TABLE ") + place.owner()
                        + " DROP CONSTRAINT " + place.own();
            default -> "DROP " + named(place);
        };
        return Optional.of(
                WITH_ROWS.contains(place.kind())
                        ? BridgeStep.warned(sql, "takes away what stands in " + place.kind() + " " + place.identity())
                        : BridgeStep.plain(sql));
    }

    /** Kind and name, as DROP, COMMENT ON and SECURITY LABEL ON want it. */
    static String named(Place place) {
        String identity = place.identity();
        return switch (place.kind()) {
            case "constraint" ->
                "CONSTRAINT " + place.own() + " ON " + (place.sort().startsWith("domain") ? "DOMAIN " : "")
                        + place.owner();
            case "trigger", "rule", "policy" ->
                place.kind().toUpperCase(Locale.ROOT) + " " + place.own() + " ON " + place.owner();
            case "transform" -> "TRANSFORM " + identity.replace(" on language ", " LANGUAGE ");
            case "user mapping" -> "USER MAPPING FOR " + identity.replace(" on server ", " SERVER ");
            default -> place.kind().toUpperCase(Locale.ROOT) + " " + identity;
        };
    }
}
