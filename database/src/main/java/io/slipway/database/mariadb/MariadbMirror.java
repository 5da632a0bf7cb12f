package io.slipway.database.mariadb;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Brings one scratch database in step with another one of the same server, which has no command to clone one: what
 * differs is dropped and made anew, with its rows. The first time, that is everything. Whether
 * the two are equal afterwards is for the caller to see; nothing here is taken on trust.
 */
final class MariadbMirror {
    /** Keys may point at what is yet to come, zero is a value like others, and old rows need not be strict. */
    private static final String SETTINGS = "SET NAMES utf8mb4, foreign_key_checks = 0, unique_checks = 0,"
            + " sql_quote_show_create = 1, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'";

    private static final String SEQUENCE = "sequence";
    private static final String TABLE = "table";
    /** In the order in which they can be made; what belongs to a table is made with it. */
    private static final List<String> KINDS = List.of(SEQUENCE, TABLE, "function", "procedure", "view", "event");

    private static final Pattern FOREIGN_KEY = Pattern.compile(
            "^\\s+CONSTRAINT (?<name>`(?:[^`]|``)*`) FOREIGN KEY \\((?<columns>(?:`(?:[^`]|``)*`(?:, )?)+)\\)"
                    + "(?<rest> REFERENCES .*?),?$",
            Pattern.MULTILINE);

    private final Statement statement;
    private final String original;
    private final String copy;

    private MariadbMirror(Statement statement, String original, String copy) {
        this.statement = statement;
        this.original = original;
        this.copy = copy;
    }

    /**
     * Drops and makes anew in {@code copy} whatever differs from {@code original}.
     *
     * @param connection for this alone: its settings are changed
     * @return whether anything differed
     * @throws SQLException when something can't be made again, such as what a user made whom we must not stand in for
     */
    static boolean bringInStep(
            Connection connection, String original, Catalogue originals, String copy, Catalogue copies)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            return new MariadbMirror(statement, original, copy).bringInStep(originals, copies);
        }
    }

    private boolean bringInStep(Catalogue originals, Catalogue copies) throws SQLException {
        Set<String> different = different(originals, copies);
        use(copy);
        for (String kind : KINDS) {
            for (String name : names(copies, kind, different::contains)) {
                statement.execute("DROP " + kind + " IF EXISTS " + quoted(name));
            }
        }
        for (String kind : KINDS) {
            make(kind, names(originals, kind, different::contains));
        }
        return !different.isEmpty();
    }

    /** Names of all that must be made anew: a table when anything of it differs, were it a trigger or one row. */
    private Set<String> different(Catalogue originals, Catalogue copies) throws SQLException {
        Set<String> different = new TreeSet<>();
        Set<String> tables = tables(originals);
        tables.addAll(tables(copies));
        for (CatalogueDifference.Entry entry :
                CatalogueDifference.between(copies, originals).entries()) {
            String name = entry.object().name();
            if (KINDS.contains(entry.object().kind())) {
                different.add(name);
            } else {
                // Names may hold dots: rather one table too many than the wrong one.
                tables.stream().filter(table -> name.startsWith(table + ".")).forEach(different::add);
            }
        }
        tables.removeAll(different);
        Map<String, String> wanted = rows(original, tables);
        rows(copy, tables).forEach((table, state) -> {
            if (!state.equals(wanted.get(table))) {
                different.add(table);
            }
        });
        return different;
    }

    private static Set<String> tables(Catalogue catalogue) {
        Set<String> tables = names(catalogue, TABLE, name -> true);
        tables.addAll(names(catalogue, SEQUENCE, name -> true));
        return tables;
    }

    private static Set<String> names(Catalogue catalogue, String kind, Predicate<String> wanted) {
        return catalogue.objects().values().stream()
                .filter(object -> object.kind().equals(kind))
                .map(CatalogueObject::name)
                .filter(wanted)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Table → what its rows add up to, and the number that the next row would get. */
    private Map<String, String> rows(String database, Set<String> tables) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        if (tables.isEmpty()) {
            return rows;
        }
        use(database);
        for (List<String> row : ask("CHECKSUM TABLE " + list(tables))) {
            rows.put(row.get(0).substring(database.length() + 1), row.get(1));
        }
        for (List<String> row : ask("SELECT table_name, auto_increment FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL")) {
            rows.computeIfPresent(row.get(0), (table, sum) -> sum + " " + row.get(1));
        }
        return rows;
    }

    private void make(String kind, Set<String> names) throws SQLException {
        List<Created> waiting = new ArrayList<>();
        for (String name : names) {
            if (kind.equals(TABLE)) {
                makeTable(name);
            } else {
                waiting.add(created(kind, name));
            }
        }
        // A view needs those that it reads from; any order of the others will do.
        while (!waiting.isEmpty()) {
            Optional<SQLException> refusal = Optional.empty();
            List<Created> later = new ArrayList<>();
            for (Created next : waiting) {
                try {
                    run(next);
                } catch (SQLException e) {
                    refusal = Optional.of(e);
                    later.add(next);
                }
            }
            if (later.size() == waiting.size()) {
                throw refusal.orElseThrow();
            }
            waiting = later;
        }
        if (kind.equals(SEQUENCE)) {
            for (String name : names) {
                fill(name);
            }
        }
    }

    /**
     * By LIKE, not by SHOW CREATE, which does not tell an index that the server made for a foreign key, and will take
     * away unasked, from one that a script made. What LIKE leaves out is added; rows go in before there are triggers.
     */
    private void makeTable(String table) throws SQLException {
        String name = quoted(table);
        List<String> additions = foreignKeys(table);
        for (List<String> column : ask("SELECT column_name, column_default FROM information_schema.columns WHERE "
                + ofTable("table", table) + " AND column_default LIKE '%`" + original + "`%'")) {
            additions.add("ALTER COLUMN " + quoted(column.get(0)) + " SET DEFAULT "
                    + MariadbText.withoutSchema(column.get(1), original));
        }
        for (List<String> next : ask("SELECT auto_increment FROM information_schema.tables WHERE "
                + ofTable("table", table) + " AND auto_increment IS NOT NULL")) {
            additions.add("AUTO_INCREMENT = " + next.get(0));
        }
        use(copy);
        statement.execute("CREATE TABLE " + name + " LIKE " + original + "." + name);
        if (!additions.isEmpty()) {
            statement.execute("ALTER TABLE " + name + " " + String.join(", ", additions));
        }
        fill(table);
        for (List<String> trigger : ask("SELECT trigger_name FROM information_schema.triggers WHERE "
                + ofTable("event_object", table) + " ORDER BY action_order")) {
            run(created("trigger", trigger.get(0)));
        }
    }

    /** The server names a foreign key by what stands after KEY, and the index that it makes by what stands before. */
    private List<String> foreignKeys(String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        Matcher key = FOREIGN_KEY.matcher(created(TABLE, table).sql());
        while (key.find()) {
            String columns = key.group("columns");
            String index = ask("SELECT index_name FROM information_schema.statistics WHERE " + ofTable("table", table)
                            + " GROUP BY index_name HAVING GROUP_CONCAT('`', REPLACE(column_name, '`', '``'), '`'"
                            + " ORDER BY seq_in_index SEPARATOR ', ') = '" + literal(columns) + "'")
                    .stream()
                    .map(row -> quoted(row.get(0)))
                    .findFirst()
                    .orElse(key.group("name"));
            keys.add("ADD CONSTRAINT " + index + " FOREIGN KEY " + key.group("name") + " (" + columns + ")"
                    + key.group("rest"));
        }
        return keys;
    }

    private void fill(String table) throws SQLException {
        String name = quoted(table);
        String columns = ask("SELECT column_name FROM information_schema.columns WHERE " + ofTable("table", table)
                        + " AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position")
                .stream()
                .map(row -> quoted(row.get(0)))
                .collect(Collectors.joining(", "));
        statement.execute("INSERT INTO " + copy + "." + name + " (" + columns + ") SELECT " + columns + " FROM "
                + original + "." + name);
    }

    private String ofTable(String prefix, String table) {
        return prefix + "_schema = '" + original + "' AND " + prefix + (prefix.equals("table") ? "_name" : "_table")
                + " = '" + literal(table) + "'";
    }

    /** @param mode in which it was written, which stays with it; empty for what knows none */
    private record Created(String sql, Optional<String> mode) {}

    private Created created(String kind, String name) throws SQLException {
        use(original);
        try (ResultSet row = statement.executeQuery("SHOW CREATE " + kind + " " + quoted(name))) {
            row.next();
            Optional<String> mode = Optional.empty();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String label = row.getMetaData().getColumnLabel(i);
                if (label.equals("sql_mode")) {
                    mode = Optional.of(row.getString(i));
                } else if (label.startsWith("Create ") || label.equals("SQL Original Statement")) {
                    return new Created(MariadbText.withoutSchema(row.getString(i), original), mode);
                }
            }
        }
        throw new SQLException("the server does not tell how " + kind + " " + name + " was made");
    }

    private void run(Created created) throws SQLException {
        use(copy);
        if (created.mode().isEmpty()) {
            statement.execute(created.sql());
            return;
        }
        statement.execute("SET sql_mode = '" + created.mode().get() + "'");
        try {
            statement.execute(created.sql());
        } finally {
            statement.execute(SETTINGS);
        }
    }

    private void use(String database) throws SQLException {
        statement.execute("USE " + database);
    }

    private List<List<String>> ask(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(
                        row.getMetaData().getColumnCount() == 1
                                ? List.of(row.getString(1))
                                : List.of(row.getString(1), String.valueOf(row.getString(2))));
            }
        }
        return rows;
    }

    private static String list(Collection<String> names) {
        return names.stream().map(MariadbMirror::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return MariadbHistoryDialect.quoted(name);
    }

    private static String literal(String name) {
        return name.replace("\\", "\\\\").replace("'", "''");
    }
}
