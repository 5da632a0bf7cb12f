package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.HandEdits;
import io.slipway.database.postgresql.RandomEdits.Edit;
import io.slipway.release.bridge.Crossing;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.Effort;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Edits by hand of a schema that has a bit of everything: each is seen, adopted and reverted. */
class PostgresBridgeTest {
    private static final String ORIGIN = "bridge_origin";
    private static final String EDITED = "bridge_edited";
    private static final String WORK = "bridge_work";

    /** With {@code -Dedits=200} as many; {@code -Dedits.seed=N} draws others. */
    private static final int COUNT = Integer.getInteger("edits", Effort.of(16, 200));

    private static final long SEED = Long.getLong("edits.seed", 7);

    @BeforeAll
    static void everything() throws SqlFailure {
        sql(
                "postgres",
                List.of(
                        "do $$ begin create role catalogue_app; exception when others then null; end $$",
                        "do $$ begin create role catalogue_owner; exception when others then null; end $$",
                        "create database " + ORIGIN));
        sql(ORIGIN, HandEdits.statements(HandEdits.text(PostgresCatalogueTest.class, "everything.sql")));
    }

    @Test
    void randomEditsAreSeenAndBothScriptsBringTheFingerprintsTogether() throws SqlFailure {
        Catalogue origin = read(ORIGIN);
        RandomEdits edits = new RandomEdits(SEED, origin);
        assertThat(edits.kinds()).isGreaterThanOrEqualTo(25);
        SoftAssertions soft = new SoftAssertions();
        int first = (int) (SEED % edits.kinds());
        int done = 0;
        int back = 0;
        int oneWay = 0;
        for (int draw = 0; done < COUNT && draw < COUNT * 4; draw++) {
            Edit edit = edits.next(first + draw);
            copy(ORIGIN, EDITED);
            if (!tried(edit)) {
                continue;
            }
            Catalogue edited = read(EDITED);
            if (edit.statements().size() == 1 && edited.equals(origin)) {
                // such as NOT NULL where it was before
                continue;
            }
            done++;
            String what = edit.kind() + " " + edit.statements() + ", seed " + SEED;
            soft.assertThat(edited.fingerprint()).as("seen: " + what).isNotEqualTo(origin.fingerprint());
            soft.assertThat(left(ORIGIN, EDITED, edited)).as("adopt: " + what).isEmpty();
            List<String> leftAfterRevert = left(EDITED, ORIGIN, origin);
            back += leftAfterRevert.isEmpty() ? 1 : 0;
            oneWay += leftAfterRevert.isEmpty() ? 0 : 1;
            if (!edit.oneWay()) {
                soft.assertThat(leftAfterRevert).as("revert: " + what).isEmpty();
            }
        }
        System.out.println("random edits: " + done + " of " + edits.kinds() + " kinds, seed " + SEED + ": " + back
                + " reverted, " + oneWay + " with no way back");
        soft.assertAll();
        assertThat(done).isEqualTo(COUNT);
    }

    /** What still differs when a way was found and then all of it ran once more, from the beginning. */
    private static List<String> left(String from, String to, Catalogue wanted) throws SqlFailure {
        copy(from, WORK);
        Crossing crossing;
        try (Target work = open(WORK);
                Target there = open(to)) {
            crossing = new PostgresBridge().cross(work, there, wanted);
        }
        List<String> left = new ArrayList<>();
        crossing.remaining().forEach(each -> left.add(each.entry() + ": " + each.reason()));
        copy(from, WORK);
        sql(WORK, crossing.statements().stream().map(Statement::sql).toList());
        CatalogueDifference.between(read(WORK), wanted).entries().forEach(entry -> left.add("again: " + entry));
        return left;
    }

    private static boolean tried(Edit edit) {
        try {
            sql(EDITED, edit.statements());
            return true;
        } catch (SqlFailure e) {
            return false;
        }
    }

    private static void copy(String from, String to) throws SqlFailure {
        sql("postgres", List.of("drop database if exists " + to, "create database " + to + " template " + from));
    }

    private static void sql(String database, List<String> statements) throws SqlFailure {
        try (Target target = open(database)) {
            for (String statement : statements) {
                target.execute(statement);
            }
        }
    }

    private static Catalogue read(String database) {
        try (Target target = open(database)) {
            return target.catalogue();
        }
    }

    private static Target open(String database) {
        return Databases.open(Databases.server().address(database));
    }
}
