package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeFacts.NONE;
import static io.slipway.database.postgresql.BridgeFacts.differs;
import static io.slipway.database.postgresql.BridgeFacts.is;
import static io.slipway.database.postgresql.BridgeFacts.lines;
import static io.slipway.database.postgresql.BridgeFacts.options;
import static io.slipway.database.postgresql.BridgeFacts.settings;
import static io.slipway.database.postgresql.BridgeStep.plain;
import static io.slipway.database.postgresql.BridgeStep.warned;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements that alter an object which holds rows, or on which much stands, from what it is to what it is to be. */
final class BridgeAlterations {
    private BridgeAlterations() {}

    /**
     * @param from what {@link BridgeSide#facts} tells of it where it is to be altered, {@code to} where it is as wanted
     * @return none where altering does not do it
     */
    static List<Statement> of(Place place, Map<String, String> from, Map<String, String> to) {
        return switch (place.kind()) {
            case "table" -> table(place, from, to);
            case "column" -> column(from, to);
            case "sequence" -> sequence(place, from, to);
            case "type" -> BridgeTypes.type(place, from, to);
            case "domain" -> BridgeTypes.domain(place, from, to);
            case "foreign table" -> foreignTable(place, from, to);
            case "server" -> server(place, from, to);
            case "foreign data wrapper" ->
                options(
                        "ALTER FOREIGN DATA WRAPPER " + place.identity() + " OPTIONS ",
                        from.get("options"),
                        to.get("options"));
            case "materialized view" -> materializedView(place, from, to);
            case "constraint" -> constraint(place, from, to);
            default -> List.of();
        };
    }

    private static List<Statement> table(Place place, Map<String, String> from, Map<String, String> to) {
        String table = "ALTER TABLE " + place.identity();
        List<Statement> statements = new ArrayList<>();
        if (differs("persistence", from, to)) {
            statements.add(plain(table + (is("persistence", "u", to) ? " SET UNLOGGED" : " SET LOGGED")));
        }
        settings(statements, table, from.get("options"), to.get("options"));
        if (differs("secured", from, to)) {
            statements.add(plain(table + (is("secured", "true", to) ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY"));
        }
        if (differs("forced", from, to)) {
            statements.add(plain(table + (is("forced", "true", to) ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY"));
        }
        if (differs("parent", from, to) || differs("bound", from, to)) {
            if (!is("parent", NONE, from)) {
                statements.add(plain("ALTER TABLE " + from.get("parent") + " DETACH PARTITION " + place.identity()));
            }
            if (!is("parent", NONE, to)) {
                statements.add(plain("ALTER TABLE " + to.get("parent") + " ATTACH PARTITION " + place.identity() + " "
                        + to.get("bound")));
            }
        }
        if (differs("inherits", from, to)) {
            lines(from.get("inherits")).forEach(parent -> statements.add(plain(table + " NO INHERIT " + parent)));
            lines(to.get("inherits")).forEach(parent -> statements.add(plain(table + " INHERIT " + parent)));
        }
        if (differs("made_of", from, to)) {
            statements.add(plain(table + (is("made_of", NONE, to) ? " NOT OF" : " OF " + to.get("made_of"))));
        }
        if (differs("replica", from, to)) {
            statements.add(plain(table + " REPLICA IDENTITY " + to.get("replica")));
        }
        return statements;
    }

    private static List<Statement> column(Map<String, String> from, Map<String, String> to) {
        String relation = "ALTER " + from.get("relation_kind") + " " + from.get("relation");
        String column = relation + " ALTER COLUMN " + from.get("name") + " ";
        List<Statement> statements = new ArrayList<>();
        if (differs("generated", from, to) || (!is("generated", NONE, to) && differs("expression", from, to))) {
            if (is("generated", NONE, to)) {
                statements.add(plain(column + "DROP EXPRESSION"));
                if (!is("expression", NONE, to)) {
                    statements.add(plain(column + "SET DEFAULT " + to.get("expression")));
                }
            } else if (is("generated", NONE, from)) {
                return List.of();
            } else {
                statements.add(plain(column + "SET EXPRESSION AS (" + to.get("expression") + ")"));
            }
        }
        boolean retyped = differs("type", from, to) || differs("collation", from, to);
        boolean otherDefault =
                is("generated", NONE, to) && is("generated", NONE, from) && differs("expression", from, to);
        if (!is("identity", NONE, from) && is("identity", NONE, to)) {
            statements.addAll(BridgeSequences.ended(column, from, to));
        }
        if ((otherDefault || retyped) && is("generated", NONE, from) && !is("expression", NONE, from)) {
            statements.add(plain(column + "DROP DEFAULT"));
        }
        if (retyped) {
            String type = to.get("type") + (is("collation", NONE, to) ? "" : " COLLATE " + to.get("collation"));
            statements.add(warned(
                    column + "TYPE " + type
                            + (is("generated", NONE, to) && is("relation_kind", "TABLE", from)
                                    ? " USING " + from.get("name") + "::" + to.get("type")
                                    : ""),
                    "converts what stands in " + from.get("name") + " of " + from.get("relation") + " to "
                            + to.get("type") + ", and fails where a value does not fit"));
        }
        if ((otherDefault || retyped) && is("generated", NONE, to) && !is("expression", NONE, to)) {
            statements.add(plain(column + "SET DEFAULT " + to.get("expression")));
        }
        if (differs("not_null", from, to)) {
            statements.add(plain(column + (is("not_null", "true", to) ? "SET" : "DROP") + " NOT NULL"));
        }
        if (!is("identity", NONE, to) && differs("identity", from, to)) {
            statements.addAll(
                    is("identity", NONE, from)
                            ? BridgeSequences.begun(column, from, to)
                            : List.of(plain(column + "SET GENERATED " + BridgeSequences.when(to))));
        }
        if (!is("both", "true", from) && is("both", "true", to)) {
            for (String parent : lines(to.get("parents"))) {
                statements.add(plain("ALTER TABLE " + from.get("relation") + " NO INHERIT " + parent));
                statements.add(plain("ALTER TABLE " + from.get("relation") + " INHERIT " + parent));
            }
        }
        if (differs("storage", from, to)) {
            statements.add(plain(column + "SET STORAGE " + to.get("storage")));
        }
        if (differs("compression", from, to)) {
            statements.add(plain(column + "SET COMPRESSION " + to.get("compression")));
        }
        if (differs("statistics", from, to)) {
            statements.add(plain(column + "SET STATISTICS " + to.get("statistics")));
        }
        settings(statements, column.stripTrailing(), from.get("options"), to.get("options"));
        statements.addAll(options(column + "OPTIONS ", from.get("foreign_options"), to.get("foreign_options")));
        return statements;
    }

    /** Drops and adds a generated column, for what cannot be altered of one. It then is its table's last. */
    static Optional<List<Statement>> generatedAnew(Map<String, String> from, Map<String, String> to) {
        if (is("generated", NONE, to) || !(differs("generated", from, to) || differs("expression", from, to))) {
            return Optional.empty();
        }
        String drop =
                "ALTER " + from.get("relation_kind") + " " + from.get("relation") + " DROP COLUMN " + from.get("name");
        return Optional.of(List.of(
                warned(drop, "makes the generated column " + from.get("name") + " anew, from the values of the others"),
                plain(added(to))));
    }

    /** The statement that adds a column as {@code to} tells it; what it cannot say, an alteration says afterwards. */
    static String added(Map<String, String> to) {
        String expression = to.getOrDefault("expression", NONE);
        String generated = is("generated", NONE, to)
                ? (expression.isEmpty() ? "" : " DEFAULT " + expression)
                : " GENERATED ALWAYS AS (" + expression + ")" + (is("generated", "v", to) ? " VIRTUAL" : " STORED");
        String identity = is("identity", NONE, to)
                ? ""
                : " GENERATED " + BridgeSequences.when(to) + " AS IDENTITY" + to.getOrDefault("numbering", NONE);
        return "ALTER " + to.get("relation_kind") + " " + to.get("relation") + " ADD COLUMN " + to.get("name") + " "
                + to.get("type") + (is("collation", NONE, to) ? "" : " COLLATE " + to.get("collation")) + generated
                + identity + (is("not_null", "true", to) ? " NOT NULL" : "");
    }

    private static List<Statement> sequence(Place place, Map<String, String> from, Map<String, String> to) {
        List<Statement> statements = new ArrayList<>();
        if (differs("options", from, to)) {
            statements.add(BridgeSequences.altered(place.identity(), to));
        }
        if (differs("owner", from, to)) {
            statements.add(plain("ALTER SEQUENCE " + place.identity() + " OWNED BY " + to.get("owner")));
        }
        return statements;
    }

    private static List<Statement> foreignTable(Place place, Map<String, String> from, Map<String, String> to) {
        return differs("server", from, to)
                ? List.of()
                : options(
                        "ALTER FOREIGN TABLE " + place.identity() + " OPTIONS ",
                        from.get("options"),
                        to.get("options"));
    }

    private static List<Statement> server(Place place, Map<String, String> from, Map<String, String> to) {
        String server = "ALTER SERVER " + place.identity();
        List<Statement> statements = new ArrayList<>();
        if (differs("type", from, to)) {
            return List.of();
        }
        if (differs("version", from, to)) {
            statements.add(plain(server + " VERSION " + (is("version", NONE, to) ? "NULL" : to.get("version"))));
        }
        statements.addAll(options(server + " OPTIONS ", from.get("options"), to.get("options")));
        return statements;
    }

    private static List<Statement> materializedView(Place place, Map<String, String> from, Map<String, String> to) {
        if (differs("query", from, to) || differs("options", from, to) || !differs("populated", from, to)) {
            return List.of();
        }
        return List.of(plain("REFRESH MATERIALIZED VIEW " + place.identity()
                + (is("populated", "true", to) ? "" : " WITH NO DATA")));
    }

    private static List<Statement> constraint(Place place, Map<String, String> from, Map<String, String> to) {
        if (is("validated", from.getOrDefault("validated", NONE), to)
                && is("definition", from.getOrDefault("definition", NONE), to)
                && differs("options", from, to)) {
            List<Statement> statements = new ArrayList<>();
            settings(statements, "ALTER INDEX " + from.get("index"), from.get("options"), to.get("options"));
            return statements;
        }
        if (!is("switched", NONE, to) && !differs("definition", from, to) && !differs("options", from, to)) {
            return lines(to.get("switched")).stream()
                    .map(each -> warned(
                            each,
                            "switches off triggers of the server's own, so that " + place.own() + " of " + place.owner()
                                    + " is not enforced; only a superuser may"))
                    .toList();
        }
        String not = " NOT VALID";
        boolean onlyValidated = is("validated", "false", from)
                && is("validated", "true", to)
                && from.getOrDefault("definition", NONE).equals(to.get("definition") + not);
        return onlyValidated
                ? List.of(plain("ALTER " + (place.sort().startsWith("domain") ? "DOMAIN " : "TABLE ") + place.owner()
                        + " VALIDATE CONSTRAINT " + place.own()))
                : List.of();
    }
}
