package io.slipway.database.sqlite;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue of a SQLite database: its columns, indexes and foreign keys as SQLite understands them, and the
 * statements that made its tables, views, indexes and triggers, white space and comments apart.
 */
public final class SqliteCatalogue {
    /** LIKE would take the underscore for any character. */
    private static final String OURS = "not glob 'sqlite_*' and %s not glob 'slipway_*'";

    private static final String OBJECTS = """
            select s.type, s.name, s.tbl_name as table_name, s.sql from sqlite_schema s
            where s.name %s and s.tbl_name not glob 'slipway_*' and s.rowid between ? and ?
            """.formatted(OURS.formatted("s.name"));

    private static final String COLUMNS = """
            select s.name as table_name, c.name, c.type, c."notnull" as required, c.dflt_value as dflt, c.pk, c.hidden,
                   lag(c.name) over (partition by s.name order by c.cid) as previous
            from sqlite_schema s join pragma_table_xinfo(s.name) c
            where s.type = 'table' and s.name %s and s.rowid between ? and ? order by s.name, c.cid
            """.formatted(OURS.formatted("s.name"));

    private static final String INDEXES = """
            select s.name as table_name, i.name, i."unique" as is_unique, i.origin, i.partial,
                   (select group_concat(coalesce(x.name, '(expression)') || case x."desc" when 1 then ' desc' else '' end
                           || ' ' || x.coll, ', ')
                    from (select * from pragma_index_xinfo(i.name) order by seqno) x where x.key = 1) as parts
            from sqlite_schema s join pragma_index_list(s.name) i
            where s.type = 'table' and s.name %s and s.rowid between ? and ?
            """.formatted(OURS.formatted("s.name"));

    private static final String FOREIGN_KEYS = """
            select s.name as table_name, k.id, max(k."table") as other, max(k.on_update) as on_update,
                   max(k.on_delete) as on_delete, max(k."match") as matching,
                   group_concat(k."from" || ' to ' || coalesce(k."to", 'its key'), ', ') as parts
            from sqlite_schema s join pragma_foreign_key_list(s.name) k
            where s.type = 'table' and s.name %s and s.rowid between ? and ? group by s.name, k.id
            """.formatted(OURS.formatted("s.name"));

    /** So many rows are compared at once: few enough to read them again, many enough to make few texts. */
    private static final int BLOCK = 64;

    /** A virtual table has no page of its own; its columns are its module's word, and may change by themselves. */
    private static final String RESTLESS = "\u0001virtual\u0001";

    private static final String BLOCKS = """
            with recursive block(number) as (
              select 0 union all select number + 1 from block
              where number < (select max(rowid) / %2$d from sqlite_schema))
            select number,
                   (select group_concat(rowid || '|' || type || '|' || name || '|' || tbl_name || '|' || coalesce(sql, '')
                        || case when type = 'table' and rootpage = 0 then '%1$s' else '' end, char(1))
                    from sqlite_schema where rowid between number * %2$d and number * %2$d + %2$d - 1) as text
            from block
            """.formatted(RESTLESS, BLOCK);

    private final Connection connection;

    public SqliteCatalogue(Connection connection) {
        this.connection = connection;
    }

    /** @throws SlipwayException {@code internal}, when the database refuses to answer */
    public Catalogue read() {
        return Catalogue.of(read(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** The objects of one block. */
    List<CatalogueObject> read(long block) {
        return read(block * BLOCK, block * BLOCK + BLOCK - 1);
    }

    /** Each row of {@code sqlite_schema} tells all about its own object, so that some can be read without the others. */
    private List<CatalogueObject> read(long first, long last) {
        List<CatalogueObject> objects = new ArrayList<>();
        ask(OBJECTS, first, last, row -> objects.add(made(row)));
        ask(COLUMNS, first, last, row -> objects.add(column(row)));
        ask(INDEXES, first, last, row -> {
            if (!text(row.getString("origin")).equals("c")) {
                objects.add(constraint(row));
            }
        });
        ask(FOREIGN_KEYS, first, last, row -> objects.add(foreignKey(row)));
        return objects;
    }

    /** Number of a block → all that {@code sqlite_schema} says in it. */
    Map<Long, String> blocks() {
        Map<Long, String> blocks = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BLOCKS)) {
            while (rows.next()) {
                String text = rows.getString("text");
                if (text != null) {
                    blocks.put(rows.getLong("number"), text);
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return blocks;
    }

    /** Whether something of this text can change without the text. */
    static boolean restless(String text) {
        return text.contains(RESTLESS);
    }

    private static CatalogueObject made(ResultSet row) throws SQLException {
        String type = text(row.getString("type")).toLowerCase(Locale.ROOT);
        String name = text(row.getString("name"));
        return new CatalogueObject(
                type,
                type.equals("trigger") ? row.getString("table_name") + "." + name : name,
                SqliteText.normalised(text(row.getString("sql"))));
    }

    private static CatalogueObject column(ResultSet row) throws SQLException {
        String previous = row.getString("previous");
        List<String> facts = new ArrayList<>();
        facts.add(previous == null ? "first" : "after " + previous);
        facts.add("type " + text(row.getString("type")));
        if (row.getInt("required") == 1) {
            facts.add("not null");
        }
        if (row.getString("dflt") != null) {
            facts.add("default " + SqliteText.normalised(text(row.getString("dflt"))));
        }
        if (row.getInt("pk") > 0) {
            facts.add("primary key column " + row.getInt("pk"));
        }
        switch (row.getInt("hidden")) {
            case 1 -> facts.add("hidden");
            case 2 -> facts.add("generated virtual");
            case 3 -> facts.add("generated stored");
            default -> {}
        }
        return new CatalogueObject(
                "column", row.getString("table_name") + "." + row.getString("name"), String.join("\n", facts));
    }

    /** An index that a PRIMARY KEY or UNIQUE made; SQLite numbers such, so its columns name it. */
    private static CatalogueObject constraint(ResultSet row) throws SQLException {
        String kind = text(row.getString("origin")).equals("pk") ? "primary key" : "unique";
        String parts = text(row.getString("parts"));
        return new CatalogueObject(
                "constraint", row.getString("table_name") + "." + kind + " (" + parts + ")", kind + " (" + parts + ")");
    }

    private static CatalogueObject foreignKey(ResultSet row) throws SQLException {
        String parts = text(row.getString("parts"));
        return new CatalogueObject(
                "constraint",
                row.getString("table_name") + ".foreign key (" + parts + ") of " + row.getString("other"),
                "on update " + row.getString("on_update") + "\non delete " + row.getString("on_delete") + "\nmatch "
                        + row.getString("matching"));
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void ask(String sql, long first, long last, RowReader reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static SlipwayException unreadable(SQLException e) {
        return SlipwayException.of(ErrorCode.INTERNAL, "The catalogue could not be read: " + e.getMessage(), "")
                .causedBy(e);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
