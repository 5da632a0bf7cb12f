package io.slipway.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.HandEdits;
import io.slipway.database.HandEdits.Edit;
import io.slipway.release.bridge.Crossing;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import io.slipway.testkit.Effort;
import io.slipway.testkit.MariadbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Edits by hand of a schema that has a bit of everything: each is adopted and reverted. */
class MariadbBridgeTest {
    /** With {@code -Dedits=200} as many; {@code -Dedits.seed=N} draws others. */
    private static final int COUNT = Integer.getInteger("edits", Effort.of(12, 200));

    private static final int STEP = Effort.of(14, 1);

    private static final long SEED = Long.getLong("edits.seed", 7);

    private final MariadbServer server = MariadbServer.findOrSkip();
    private final Database origin = database();
    private final Database edited = database();
    private final Database work = database();

    @Test
    void randomEditsAreSeenAndBothScriptsBringTheFingerprintsTogether() throws Exception {
        run(origin, HandEdits.statements(HandEdits.text(MariadbCatalogueTest.class, "everything.sql")));
        Catalogue before = read(origin);
        MariadbRandomEdits edits = new MariadbRandomEdits(SEED);
        assertThat(edits.kinds()).isGreaterThanOrEqualTo(25);
        SoftAssertions soft = new SoftAssertions();
        int first = (int) (SEED % edits.kinds());
        int done = 0;
        int adopted = 0;
        int reverted = 0;
        for (int draw = 0; done < COUNT && draw < COUNT * 4; draw++) {
            List<String> edit = edits.next(first + draw);
            copy(origin, edited);
            if (!tried(edit)) {
                continue;
            }
            Catalogue after = read(edited);
            if (after.equals(before)) {
                continue;
            }
            done++;
            List<String> there = left(origin, edited);
            List<String> back = left(edited, origin);
            adopted += there.isEmpty() ? 1 : 0;
            reverted += back.isEmpty() ? 1 : 0;
            soft.assertThat(there).as("adopt: " + edit + ", seed " + SEED).isEmpty();
            soft.assertThat(back).as("revert: " + edit + ", seed " + SEED).isEmpty();
        }
        System.out.println("random edits of MariaDB: " + done + " of " + edits.kinds() + " kinds, seed " + SEED + ": "
                + adopted + " adopted, " + reverted + " reverted");
        soft.assertAll();
        assertThat(done).isEqualTo(COUNT);
    }

    private boolean tried(List<String> edit) {
        try {
            run(edited, edit);
            return true;
        } catch (SqlFailure e) {
            return false;
        }
    }

    /** Edits that build on each other: all up to one, so that much differs at once. */
    @Test
    void manyEditsAtOnceAreAdoptedAndReverted() throws Exception {
        run(origin, HandEdits.statements(HandEdits.text(MariadbCatalogueTest.class, "everything.sql")));
        List<Edit> edits = HandEdits.read(MariadbCatalogueTest.class);
        SoftAssertions soft = new SoftAssertions();
        copy(origin, edited);
        for (int i = 0; i < edits.size(); i++) {
            run(edited, edits.get(i).statements());
            if (i % STEP == STEP - 1 || i == edits.size() - 1) {
                soft.assertThat(left(origin, edited))
                        .as("adopt up to " + edits.get(i))
                        .isEmpty();
                soft.assertThat(left(edited, origin))
                        .as("revert up to " + edits.get(i))
                        .isEmpty();
            }
        }
        soft.assertAll();
    }

    @Test
    void rowsStayWhereTheirColumnsDo() throws Exception {
        run(
                origin,
                List.of(
                        "create table item (id integer primary key, gone text, name varchar(20) not null,"
                                + " twice integer as (id * 2) stored, key item_name (name))",
                        "create table part (item integer, constraint part_item foreign key (item) references item (id))"));
        copy(origin, edited);
        run(
                edited,
                List.of(
                        "insert into item (id, name) values (1, 'a'), (2, 'b')",
                        "insert into part values (2)",
                        "alter table item drop gone",
                        "alter table item modify twice integer as (id * 3) stored",
                        "alter table part drop foreign key part_item, rename column item to of_item"));
        Crossing crossing;
        try (Target from = open(edited);
                Target to = open(origin)) {
            crossing = new MariadbBridge().cross(from, to, read(origin));
            assertThat(crossing.remaining()).isEmpty();
            assertThat(from.ask("select group_concat(concat_ws(' ', id, gone, name, twice) order by id) from item"))
                    .contains("1 a 2,2 b 4");
            assertThat(from.ask("select item from part")).contains("2");
        }
        assertThat(crossing.statements().stream().flatMap(each -> each.warning().stream()))
                .anyMatch(warning -> warning.contains("takes column part.item for the renamed column part.of_item"));
    }

    /** What still differs when a way was found and then all of it ran once more, from the beginning. */
    private List<String> left(Database from, Database to) throws Exception {
        Catalogue wanted = read(to);
        copy(from, work);
        Crossing crossing;
        try (Target here = open(work);
                Target there = open(to)) {
            crossing = new MariadbBridge().cross(here, there, wanted);
        }
        List<String> left = new ArrayList<>();
        crossing.remaining().forEach(each -> left.add(each.entry() + ": " + each.reason()));
        copy(from, work);
        run(work, crossing.statements().stream().map(Statement::sql).toList());
        CatalogueDifference.between(read(work), wanted).entries().forEach(entry -> left.add("again: " + entry));
        return left;
    }

    private void copy(Database from, Database to) throws SQLException {
        try (Connection connection = from.connect()) {
            MariadbMirror.bringInStep(connection, name(from), read(from), name(to), read(to));
        }
        assertThat(CatalogueDifference.between(read(from), read(to)).entries()).isEmpty();
    }

    private static void run(Database database, List<String> statements) throws SqlFailure {
        try (Target target = open(database)) {
            for (String statement : statements) {
                target.execute(statement);
            }
        }
    }

    private static Catalogue read(Database database) {
        try (Target target = open(database)) {
            return target.catalogue();
        }
    }

    private static Target open(Database database) {
        return MariadbProduct.mariadb(Clock.systemUTC())
                .connect(
                        new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty()),
                        "bridge");
    }

    private Database database() {
        Database created = server.createDatabase();
        return new Database(created.url(), server.admin().user(), server.admin().password());
    }

    private static String name(Database database) {
        return database.url().replaceAll(".*/|\\?.*", "");
    }
}
