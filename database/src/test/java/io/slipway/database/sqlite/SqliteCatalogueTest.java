package io.slipway.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.HandEdits;
import io.slipway.database.HandEdits.Edit;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogueTest {

    @TempDir
    Path folder;

    @Test
    void everyEditIsSeenAndNamed() throws SQLException {
        List<Edit> edits = HandEdits.read(SqliteCatalogueTest.class);
        assertThat(edits).hasSizeGreaterThanOrEqualTo(20);
        try (Connection connection = everything("edits");
                Statement statement = connection.createStatement()) {
            CatalogueWatch watch = new SqliteCatalogueWatch(() -> new SqliteCatalogue(connection));
            String before = watch.current().fingerprint();
            SoftAssertions soft = new SoftAssertions();
            for (Edit edit : edits) {
                connection.setAutoCommit(false);
                for (String sql : edit.statements()) {
                    statement.execute(sql);
                }
                CatalogueDifference difference = watch.look();
                edit.mustBeNamedIn(difference, soft);
                assertThat(watch.current().fingerprint()).isNotEqualTo(before);
                connection.rollback();
                connection.setAutoCommit(true);
                watch.undo(difference);
                assertThat(watch.current().fingerprint()).isEqualTo(before);
                assertThat(watch.look().isEmpty()).isTrue();
            }
            soft.assertAll();
        }
    }

    @Test
    void commentsWhiteSpaceRowsAndOurOwnTablesAreNoChange() throws SQLException {
        try (Connection one = everything("one");
                Connection two = connect("two");
                Statement statement = two.createStatement()) {
            for (String sql : HandEdits.statements(HandEdits.text(SqliteCatalogueTest.class, "everything.sql"))) {
                statement.execute(sql.replace(" (", "\n  -- a comment\n  (").replace(",", " /* and */ ,"));
            }
            statement.execute("create table slipway_history (id integer primary key)");
            statement.execute("create index slipway_index on slipway_history (id)");
            statement.execute("insert into customer (email, label) values ('a', 'b')");
            statement.execute("analyze");
            statement.execute("vacuum");
            assertThat(CatalogueDifference.between(new SqliteCatalogue(one).read(), new SqliteCatalogue(two).read())
                            .entries())
                    .isEmpty();
        }
    }

    private Connection everything(String name) throws SQLException {
        Connection connection = connect(name);
        try (Statement statement = connection.createStatement()) {
            for (String sql : HandEdits.statements(HandEdits.text(SqliteCatalogueTest.class, "everything.sql"))) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name + ".db"));
    }
}
