package io.slipway.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.release.catalogue.CatalogueDifference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is done to a database, following its blocks tells the same as reading all of it. */
class SqliteCatalogueWatchPropertyTest {
    /** {@code #} is a number that the property chooses: the objects are spread over several blocks. */
    private static final List<String> STATEMENTS = List.of(
            "create table t# (i integer primary key, a text unique, b int default #)",
            "create table c# (i int, a text references t# (a), b int, unique (i, b), foreign key (b) references t1)",
            "create index i# on t# (b, a) where a > #",
            "create unique index u# on c# (i)",
            "create view v# as select * from t#",
            "create trigger g# after insert on t# begin delete from c#; end",
            "create virtual table f# using fts5 (a, b)",
            "alter table t# rename to r#",
            "alter table r# rename to t#",
            "alter table t# add column n# text",
            "alter table t# rename column b to bb",
            "alter table c# drop column i",
            "drop table t#",
            "drop table c#",
            "drop table f#",
            "drop index i#",
            "drop view v#",
            "drop trigger g#",
            "insert or ignore into t# (a) values ('x')",
            "vacuum");

    private static final int SAVEPOINT = STATEMENTS.size();
    private static final int BACK = STATEMENTS.size() + 1;
    private static final int LOOK = STATEMENTS.size() + 2;

    @Property(tries = 150)
    void itTellsTheSame(
            @ForAll @Size(min = 20, max = 120) List<@IntRange(max = 24) Integer> choices,
            @ForAll @Size(min = 120, max = 120) List<@IntRange(min = 1, max = 6) Integer> numbers)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 100; i++) {
                statement.execute("create table filler" + i + " (i int)");
                statement.execute(STATEMENTS.get(i % 2).replace("#", "" + (1 + i / 2 % 6) + "" + i));
            }
            FullCatalogueWatch full = new FullCatalogueWatch(new SqliteCatalogue(connection)::read);
            SqliteCatalogueWatch watch = new SqliteCatalogueWatch(() -> new SqliteCatalogue(connection));
            Deque<CatalogueDifference> seen = new ArrayDeque<>();
            boolean saved = false;
            for (int i = 0; i < choices.size(); i++) {
                int choice = choices.get(i);
                if (choice < SAVEPOINT) {
                    attempt(statement, STATEMENTS.get(choice).replace("#", "" + numbers.get(i)));
                } else if (choice == SAVEPOINT && !saved) {
                    look(full, watch);
                    statement.execute("savepoint s");
                    seen.clear();
                    saved = true;
                } else if (choice == BACK && saved) {
                    seen.addFirst(look(full, watch));
                    statement.execute("rollback to s");
                    statement.execute("release s");
                    for (CatalogueDifference difference : seen) {
                        full.undo(difference);
                        watch.undo(difference);
                    }
                    assertThat(watch.current()).isEqualTo(full.current());
                    saved = false;
                } else if (choice >= LOOK) {
                    seen.addFirst(look(full, watch));
                }
            }
            look(full, watch);
        }
    }

    private static CatalogueDifference look(FullCatalogueWatch full, SqliteCatalogueWatch watch) {
        CatalogueDifference difference = watch.look();
        assertThat(difference).isEqualTo(full.look());
        assertThat(watch.current()).isEqualTo(full.current());
        return difference;
    }

    /** Half of them cannot be done when they are chosen; then nothing happens. */
    private static void attempt(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            assertThat(e.getErrorCode() & 0xff).as(e.getMessage()).isEqualTo(1);
        }
    }
}
