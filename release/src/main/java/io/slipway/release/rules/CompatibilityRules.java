package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.changes;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.Drop;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What breaks the application that still runs while, and after, a release goes live. */
final class CompatibilityRules {
    private CompatibilityRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule("drop-table", WARN, ALL, (s, scene, found) -> {
                    if (s.read() instanceof Drop drop && drop.kind().equals("TABLE")) {
                        drop.names().stream()
                                .filter(name -> !scene.isNew(name, s))
                                .filter(name -> scene.after(s)
                                        .noneMatch(each -> each.read() instanceof Sql.Rename r && r.to().matches(name)
                                                || renamesTo(each, name)))
                                .forEach(name -> found.at(
                                        name.offset(), name + " and its rows are gone, whoever still uses it."));
                    }
                }),
                rule(
                        "drop-column",
                        WARN,
                        ALL,
                        (s, scene, found) -> changes(s, scene, Action.Kind.DROP_COLUMN, (table, action) -> {
                            if (!scene.isNew(table.table(), action.column(), s)) {
                                found.at(
                                        action.offset(),
                                        action.column().map(Name::text).orElse("The column") + " of "
                                                + table.table()
                                                + " and what it holds are gone, whoever still uses it.");
                            }
                        })),
                rule("rename-table", WARN, ALL, (s, scene, found) -> {
                    changes(s, scene, Action.Kind.RENAME_TABLE, (table, action) -> {
                        if (!replaced(s, scene, table.table())) {
                            found.at(action.offset(), "Who still says " + table.table() + " finds no such table.");
                        }
                    });
                    if (s.read() instanceof Sql.Rename renamed
                            && !scene.isNew(renamed.from(), s)
                            && !replaced(s, scene, renamed.from())) {
                        found.at(0, "Who still says " + renamed.from() + " finds no such table.");
                    }
                }),
                rule(
                        "rename-object",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> Renaming.of(s)
                                .filter(renaming -> renaming.part().isEmpty()
                                        && !madeBefore(s, scene, renaming.name())
                                        && !replaced(s, scene, renaming.name()))
                                .ifPresent(renaming -> found.at(
                                        s.offsetOf("RENAME"),
                                        "Who still says " + renaming.name() + " finds no such "
                                                + renaming.kind().toLowerCase(Locale.ROOT) + "."))),
                rule("rename-column", WARN, ALL, (s, scene, found) -> {
                    Renaming.of(s)
                            .filter(renaming -> !madeBefore(s, scene, renaming.name()))
                            .ifPresent(renaming -> renaming.part()
                                    .ifPresent(column -> found.at(
                                            s.offsetOf("RENAME"),
                                            "Who still says " + column + " of " + renaming.name()
                                                    + " finds no such column.")));
                    changes(s, scene, Action.Kind.RENAME_COLUMN, (table, action) -> {
                        if (!scene.isNew(table.table(), action.column(), s)) {
                            renamed(table, action, found);
                        }
                    });
                    changes(s, scene, Action.Kind.MODIFY_COLUMN, (table, action) -> {
                        if (action.to().isPresent() && !scene.isNew(table.table(), action.column(), s)) {
                            renamed(table, action, found);
                        }
                    });
                }),
                rule(
                        "move-table",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.SET_SCHEMA,
                                (table, action) -> found.at(
                                        action.offset(),
                                        "Who still looks for " + table.table() + " where it was finds none."))),
                rule("drop-view", WARN, ALL, (s, scene, found) -> gone(s, scene, found, "VIEW", "MATERIALIZED VIEW")),
                rule(
                        "drop-routine",
                        WARN,
                        SERVERS,
                        (s, scene, found) ->
                                gone(s, scene, found, "FUNCTION", "PROCEDURE", "AGGREGATE", "ROUTINE", "PACKAGE")),
                rule("drop-schema", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (s.read() instanceof Drop drop && drop.kind().equals("SCHEMA")) {
                        found.at(0, "The schema is gone, whoever still uses it.");
                    }
                }),
                rule("drop-owned", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (s.starts("DROP", "OWNED")) {
                        found.at(
                                0,
                                "All that the role owns in this database goes, tables with their rows, and its rights.");
                    }
                }),
                rule("drop-cascade", WARN, POSTGRESQL, (s, scene, found) -> {
                    boolean dropped = s.read() instanceof Drop drop
                            && drop.cascade()
                            && !drop.names().stream().allMatch(name -> scene.isNew(name, s));
                    if (dropped) {
                        found.at(s.offsetOf("CASCADE"), "CASCADE takes along what nobody has named.");
                    }
                    changes(s, scene, Action.Kind.DROP_COLUMN, (table, action) -> cascade(action, found));
                    changes(s, scene, Action.Kind.DROP_CONSTRAINT, (table, action) -> cascade(action, found));
                }),
                rule(
                        "not-null-column-without-default",
                        WARN,
                        ALL,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.ADD_COLUMN,
                                (table, action) -> action.definition()
                                        .filter(column -> column.notNull() && !column.hasDefault())
                                        .ifPresent(column -> found.at(
                                                action.offset(),
                                                "It fails where " + table.table()
                                                        + " has rows, or gives them a value nobody chose;"
                                                        + " and inserts that don't know "
                                                        + column.name().text()
                                                        + " fail.")))),
                rule(
                        "drop-not-null",
                        NOTE,
                        POSTGRESQL,
                        (s, scene, found) -> changes(s, scene, Action.Kind.DROP_NOT_NULL, (table, action) -> {
                            boolean already = action.column()
                                    .flatMap(column -> scene.shapes().column(table.table(), column))
                                    .filter(shape -> !shape.notNull())
                                    .isPresent();
                            if (!already) {
                                found.at(action.offset(), "Who reads " + table.table() + " may not expect NULL there.");
                            }
                        })),
                rule(
                        "drop-default",
                        NOTE,
                        POSTGRESQL,
                        (s, scene, found) -> changes(s, scene, Action.Kind.DROP_DEFAULT, (table, action) -> {
                            boolean none = action.column()
                                    .flatMap(column -> scene.shapes().column(table.table(), column))
                                    .filter(shape -> !shape.defaulted())
                                    .isPresent();
                            if (!none) {
                                found.at(action.offset(), "Inserts that leave the column out get NULL, or fail.");
                            }
                        })),
                rule(
                        "drop-constraint",
                        NOTE,
                        SERVERS,
                        (s, scene, found) -> changes(s, scene, Action.Kind.DROP_CONSTRAINT, (table, action) -> {
                            boolean again =
                                    scene.constraints(table.table()).findAny().isPresent();
                            if (!again) {
                                found.at(action.offset(), "From here on rows can come that it kept out.");
                            }
                        })),
                rule("rename-enum-value", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (s.starts("ALTER", "TYPE") && s.has("RENAME", "VALUE")) {
                        found.at(
                                s.offsetOf("RENAME"),
                                "Who still writes the old value fails, and who reads finds another.");
                    }
                }),
                rule(
                        "modify-column",
                        WARN,
                        MARIADB,
                        (s, scene, found) -> changes(s, scene, Action.Kind.MODIFY_COLUMN, (table, action) -> {
                            if (!saidAlike(scene, table, action)) {
                                found.at(
                                        action.offset(),
                                        "All of the column is said anew: what is left out (NOT NULL, DEFAULT, COMMENT) is"
                                                + " gone, and another type has " + table.table()
                                                + " copied while writers wait.");
                            }
                        })));
    }

    /** Whether the column had this type, and was NULL or not, before. */
    private static boolean saidAlike(Scene scene, Sql.AlterTable table, Action action) {
        Column column = action.definition().orElseThrow();
        return action.column()
                .flatMap(before -> scene.shapes().column(table.table(), before))
                .filter(shape ->
                        shape.notNull() == column.notNull() && shape.type().equals(ColumnType.of(column)))
                .isPresent();
    }

    /** Did a statement of the same release make it? */
    private static boolean madeBefore(Statement s, Scene scene, Name name) {
        return scene.isNew(name, s)
                || scene.statements()
                        .anyMatch(each -> each.release() == s.release()
                                && each.index() < s.index()
                                && each.read() instanceof Sql.Create made
                                && made.name().matches(name));
    }

    private static void renamed(Sql.AlterTable table, Action action, Found found) {
        found.at(
                action.offset(),
                "Who still says " + action.column().map(Name::text).orElse("the old name") + " of " + table.table()
                        + " finds no such column.");
    }

    private static void cascade(Action action, Found found) {
        if (action.has("CASCADE")) {
            found.at(action.offset(), "CASCADE takes along what nobody has named.");
        }
    }

    private static boolean renamesTo(Statement statement, Name name) {
        return statement.read() instanceof Sql.AlterTable table
                && table.actions().stream()
                        .anyMatch(action -> action.kind() == Action.Kind.RENAME_TABLE
                                && action.to().filter(name::matches).isPresent());
    }

    /** Does something else have the name afterwards: a new table, or a view for those who still use it? */
    private static boolean replaced(Statement s, Scene scene, Name name) {
        return scene.after(s)
                .anyMatch(each ->
                        each.read() instanceof Sql.Create view && view.name().matches(name)
                                || each.read() instanceof Sql.CreateTable table
                                        && table.name().matches(name)
                                || each.read() instanceof Sql.Rename r && r.to().matches(name)
                                || renamesTo(each, name));
    }

    /** Dropped, and not made again by the same script. */
    private static void gone(Statement s, Scene scene, Found found, String... kinds) {
        if (s.read() instanceof Drop drop && List.of(kinds).contains(drop.kind())) {
            drop.names().stream()
                    .filter(name -> scene.after(s)
                            .noneMatch(each -> each.read() instanceof Sql.Create made
                                            && made.name().matches(name)
                                    || each.read() instanceof Sql.CreateTable table
                                            && table.name().matches(name)))
                    .filter(name -> scene.before(s)
                            .noneMatch(each -> each.read() instanceof Sql.Create made
                                    && made.name().matches(name)))
                    .forEach(name -> found.at(name.offset(), name + " is gone, whoever still uses it."));
        }
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.COMPATIBILITY, severity, dialects, id, check);
    }
}
