package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.script.ScriptText;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that go many in a message come to what they come to one by one. */
class GroupedStatementsTest {
    private Target target;

    @BeforeEach
    void open() throws SqlFailure {
        target = Databases.open(Databases.fresh());
        Databases.run(target, "CREATE TABLE item (id int PRIMARY KEY, name text)");
        target.begin();
    }

    @AfterEach
    void close() {
        target.close();
    }

    private ScriptRunner.Ran run(String script) throws ScriptFailure {
        ScriptSource source = ScriptSource.of("dml/1.sql", ScriptText.of(script));
        return new ScriptRunner(Dialect.POSTGRESQL, target, new Cancellation(), source, ScriptRunner.Watcher.NONE)
                .run();
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "INSERT INTO item VALUES (" + i + ", 'a;b ''" + i + "'); -- row " + i + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void eachRowIsCounted() throws Exception {
        String script = rows(1, 5000)
                + "UPDATE item SET name = 'c' WHERE id <= 10;\nDELETE FROM item WHERE id > 4990;\n"
                + "SELECT count(*) FROM item;\n" + rows(5001, 5003);
        assertThat(run(script)).isEqualTo(new ScriptRunner.Ran(5006, 5023));
        target.commit();
        assertThat(Databases.read(target, "SELECT count(*), count(*) FILTER (WHERE name = 'c') FROM item"))
                .isEqualTo("4993,10");
    }

    /** As the database says it of one by itself: its number, line and column, and what stood before it. */
    @Test
    void theOneThatFailsIsToldByItself() {
        String script = rows(1, 699) + "INSERT INTO item VALUES (4, 'again');\n" + rows(701, 900);
        ScriptFailure failure = catchThrowableOfType(ScriptFailure.class, () -> run(script));
        assertThat(failure.at().statement()).isEqualTo(700);
        assertThat(failure.at().line()).isEqualTo(700);
        assertThat(failure.at().column()).isEqualTo(1);
        assertThat(failure.at().sqlState()).isEqualTo("23505");
        assertThat(failure.at().sql()).isEqualTo("INSERT INTO item VALUES (4, 'again')");
    }

    /** The server reads a whole message first, and runs nothing of one with a mistake. */
    @Test
    void aMistakeInTheLanguageIsToldWithItsPlace() throws Exception {
        String script = rows(1, 20) + "INSERT INTO item\n  VALUES (21, 'x' 'y') WRONG;\n" + rows(22, 40);
        ScriptFailure failure = catchThrowableOfType(ScriptFailure.class, () -> run(script));
        assertThat(failure.at().statement()).isEqualTo(21);
        assertThat(failure.at().line()).isEqualTo(22);
        assertThat(failure.at().sqlState()).isEqualTo("42601");
    }

    /** What a group stopped at may be over when it is tried by itself. */
    @Test
    void whatFailsOnlyTogetherStands() throws Exception {
        Databases.run(
                target,
                "CREATE SEQUENCE tries",
                "CREATE FUNCTION once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF NEW.id = 50 AND nextval('tries') = 1 THEN RAISE 'not now'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER once BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION once()");
        assertThat(run(rows(1, 100))).isEqualTo(new ScriptRunner.Ran(100, 100));
        assertThat(Databases.read(target, "SELECT count(*) FROM item")).isEqualTo("100");
    }

    @Test
    void whatGivesRowsBackGoesByItself() throws Exception {
        String script = rows(1, 20) + "INSERT INTO item VALUES (21, 'x'), (22, 'y') RETURNING id;\n" + rows(23, 40);
        assertThat(run(script)).isEqualTo(new ScriptRunner.Ran(39, 40));
    }

    @Test
    void nothingGoesTogetherWhileTextsAreReadOtherwise() throws Exception {
        Databases.run(target, "SELECT set_config('standard_conforming_strings', 'off', true)");
        assertThat(target.groups()).isEmpty();
        target.rollback();
        assertThat(target.groups()).isPresent();
    }

    /** A script may make and leave places to go back to, as it may when its statements go one by one. */
    @Test
    void aScriptsOwnSavepointsHold() throws Exception {
        run(rows(1, 20) + "SAVEPOINT own;\n" + rows(21, 40) + "ROLLBACK TO SAVEPOINT own;\n" + rows(41, 60)
                + "RELEASE SAVEPOINT own;\n");
        target.commit();
        assertThat(Databases.read(target, "SELECT count(*), max(id) FROM item")).isEqualTo("40,60");
    }

    @Test
    void nothingIsLeftOfAGroupThatFails() throws Exception {
        assertThatThrownBy(() -> target.groups()
                        .orElseThrow()
                        .run(List.of("INSERT INTO item VALUES (1, 'a')", "INSERT INTO nowhere VALUES (1)")))
                .isInstanceOf(SqlFailure.class);
        assertThat(target.inTransaction()).isTrue();
        assertThat(Databases.read(target, "SELECT count(*) FROM item")).isEqualTo("0");
        assertThatThrownBy(() -> target.rollbackTo("slipway_group")).isInstanceOf(SqlFailure.class);
    }
}
