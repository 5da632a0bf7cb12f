package io.slipway.database.postgresql;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that give one role the rights on one object that it is to have. */
final class BridgeRights {
    private static final Pattern DEFAULT_PRIVILEGES =
            Pattern.compile("default privileges (.+?)(?: in schema (\\S+))? by (.+)");

    private static final String OWNER = "<owner>";
    private static final String PUBLIC = "PUBLIC";

    private BridgeRights() {}

    /**
     * @param key of the object whose rights they are
     * @param place empty for default privileges, which have none
     * @param rights as the catalogue tells them; empty for what the role has by default
     */
    static List<Statement> statements(String key, Optional<Place> place, String grantee, Optional<String> rights) {
        Matcher defaults = DEFAULT_PRIVILEGES.matcher(key);
        if (defaults.matches()) {
            return ofDefaults(defaults, grantee, rights);
        }
        return place.map(of -> ofObject(of, grantee, rights)).orElse(List.of());
    }

    private static List<Statement> ofObject(Place place, String grantee, Optional<String> rights) {
        boolean column = place.kind().equals("column");
        String part = column ? " (" + place.own() + ")" : "";
        String on = " ON " + (column ? "TABLE " + place.owner() : on(place));
        List<Statement> statements = new ArrayList<>();
        statements.add(BridgeStep.plain("REVOKE ALL" + part + on + " FROM " + role(grantee)));
        for (String right :
                rights.map(BridgeRights::list).orElseGet(() -> byDefault(place.kind(), place.identity(), grantee))) {
            statements.add(
                    BridgeStep.plain("GRANT " + bare(right) + part + on + " TO " + role(grantee) + option(right)));
        }
        return statements;
    }

    private static List<Statement> ofDefaults(Matcher defaults, String grantee, Optional<String> rights) {
        String what = defaults.group(1).toUpperCase(Locale.ROOT);
        Optional<String> schema = Optional.ofNullable(defaults.group(2));
        String start = "ALTER DEFAULT PRIVILEGES"
                + (defaults.group(3).equals(OWNER) ? "" : " FOR ROLE " + defaults.group(3))
                + schema.map(name -> " IN SCHEMA " + name).orElse("");
        List<Statement> statements = new ArrayList<>();
        statements.add(BridgeStep.plain(start + " REVOKE ALL ON " + what + " FROM " + role(grantee)));
        List<String> wanted = rights.map(BridgeRights::list)
                .orElseGet(() -> schema.isPresent() ? List.of() : byDefault(defaults.group(1), "", grantee));
        for (String right : wanted) {
            statements.add(BridgeStep.plain(
                    start + " GRANT " + bare(right) + " ON " + what + " TO " + role(grantee) + option(right)));
        }
        return statements;
    }

    private static String on(Place place) {
        return switch (place.kind()) {
            case "table", "view", "materialized view", "foreign table" -> "TABLE " + place.identity();
            case "aggregate" -> "FUNCTION " + place.identity();
            case "server" -> "FOREIGN SERVER " + place.identity();
            case "domain" -> "TYPE " + place.identity();
            default -> place.kind().toUpperCase(Locale.ROOT) + " " + place.identity();
        };
    }

    private static List<String> byDefault(String kind, String identity, String grantee) {
        if (grantee.equals(OWNER)) {
            return List.of("ALL");
        }
        if (!grantee.equals(PUBLIC)) {
            return List.of();
        }
        return switch (kind) {
            case "function", "procedure", "aggregate", "functions" -> List.of("EXECUTE");
            case "type", "domain", "language", "types" -> List.of("USAGE");
            case "schema" -> identity.equals("public") ? List.of("USAGE") : List.of();
            default -> List.of();
        };
    }

    private static List<String> list(String rights) {
        return rights.equals("nothing") ? List.of() : List.of(rights.split(", "));
    }

    private static String bare(String right) {
        return right.replaceFirst("\\*?( by .*)?$", "");
    }

    private static String option(String right) {
        return right.contains("*") ? " WITH GRANT OPTION" : "";
    }

    /** Whoever runs the script owns what it makes. */
    private static String role(String grantee) {
        return switch (grantee) {
            case OWNER -> "CURRENT_USER";
            case PUBLIC -> PUBLIC;
            default -> grantee.matches("[a-z_][a-z0-9_]*") ? grantee : '"' + grantee.replace("\"", "\"\"") + '"';
        };
    }
}
