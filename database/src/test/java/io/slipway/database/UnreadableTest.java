package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.target.Target;
import io.slipway.release.target.Target.Unreadable;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Skips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is foretold of a back-up is what the real program says: it is refused before, and made once the help was given. */
class UnreadableTest {
    @Test
    void onPostgresql() throws Exception {
        PostgresServer server = PostgresServer.oldest();
        Database own = server.createDatabase();
        Database admin =
                new Database(own.url(), server.admin().user(), server.admin().password());
        assertThat(unreadable(new PostgresSubject(server), own)).isEmpty();
        admin.run(
                "CREATE SCHEMA \"By Hand\"",
                "CREATE TABLE \"By Hand\".notes (id serial PRIMARY KEY)",
                "CREATE TABLE public.secret (id integer)",
                "CREATE TABLE public.rows_of_some (id integer)",
                "ALTER TABLE public.rows_of_some ENABLE ROW LEVEL SECURITY",
                "GRANT SELECT ON public.rows_of_some TO " + own.user(),
                "CREATE VIEW public.harmless AS SELECT * FROM public.secret",
                "CREATE TABLE public.open (id integer)",
                "GRANT SELECT ON public.open TO PUBLIC",
                "SELECT lo_create(4711)");
        List<Unreadable> found = unreadable(new PostgresSubject(server), own);
        assertThat(found)
                .extracting(Unreadable::what)
                .containsExactly(
                        "schema \"By Hand\"",
                        "sequence \"By Hand\".notes_id_seq",
                        "table \"By Hand\".notes",
                        "table public.secret",
                        "table public.rows_of_some, whose row security hides rows",
                        "large object 4711");
        assertForetold(new PostgresSubject(server), own, admin, found);
    }

    @Test
    void onMariadb() throws Exception {
        MariadbServer server = MariadbServer.findOrSkip();
        Database all = server.createDatabase();
        String name = all.url().replaceFirst("^[^?]*/([^?]+).*", "$1");
        Database admin =
                new Database(all.url(), server.admin().user(), server.admin().password());
        Database own = new Database(all.url(), name + "_narrow", "narrow");
        admin.run(
                "CREATE USER '" + own.user() + "'@'%' IDENTIFIED BY 'narrow'",
                "GRANT ALL ON `" + name + "`.* TO '" + own.user() + "'@'%'");
        assertThat(unreadable(new MariadbSubject(server), own)).isEmpty();
        admin.run(
                "CREATE TABLE base (id integer)",
                "CREATE PROCEDURE by_hand() SQL SECURITY INVOKER SELECT id FROM base");
        List<Unreadable> found = unreadable(new MariadbSubject(server), own);
        assertThat(found)
                .containsExactly(new Unreadable(
                        "procedure " + name + ".by_hand", "GRANT SELECT ON mysql.proc TO '" + own.user() + "'@'%'"));
        assertForetold(new MariadbSubject(server), own, admin, found);

        admin.run("CREATE VIEW broken AS SELECT id FROM base", "DROP TABLE base");
        assertThat(unreadable(new MariadbSubject(server), own)).singleElement().satisfies(each -> {
            assertThat(each.what()).startsWith("view " + name + ".broken (");
            assertThat(each.help()).isEqualTo("mend it, or drop it");
        });
        assertThatThrownBy(() -> dump(new MariadbSubject(server), own)).isInstanceOf(IOException.class);
    }

    @Test
    void onMariadbATableOfARightOfItsOwn() throws Exception {
        MariadbServer server = MariadbServer.findOrSkip();
        Database all = server.createDatabase();
        String name = all.url().replaceFirst("^[^?]*/([^?]+).*", "$1");
        Database admin =
                new Database(all.url(), server.admin().user(), server.admin().password());
        Database own = new Database(all.url(), name + "_few", "few");
        admin.run(
                "CREATE TABLE written (id integer)",
                "CREATE VIEW seen AS SELECT id FROM written",
                "CREATE USER '" + own.user() + "'@'%' IDENTIFIED BY 'few'",
                "GRANT INSERT ON `" + name + "`.written TO '" + own.user() + "'@'%'",
                "GRANT SELECT ON `" + name + "`.seen TO '" + own.user() + "'@'%'",
                "GRANT EVENT, LOCK TABLES ON `" + name + "`.* TO '" + own.user() + "'@'%'");
        List<Unreadable> found = unreadable(new MariadbSubject(server), own);
        assertThat(found)
                .extracting(Unreadable::what)
                .containsExactly("view " + name + ".seen", "table " + name + ".written");
        assertForetold(new MariadbSubject(server), own, admin, found);
    }

    private static void assertForetold(Subject subject, Database own, Database admin, List<Unreadable> found)
            throws Exception {
        try {
            dump(subject, own);
            throw new AssertionError("the back-up was made");
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("is not installed here")) {
                Skips.outLoud("a back-up: " + e.getMessage());
            }
        }
        found.forEach(each -> admin.run(each.help()));
        assertThat(unreadable(subject, own)).isEmpty();
        assertThatCode(() -> dump(subject, own)).doesNotThrowAnyException();
    }

    private static List<Unreadable> unreadable(Subject subject, Database own) {
        try (Target target = subject.connect(Subject.address(own))) {
            return target.unreadable();
        }
    }

    private static void dump(Subject subject, Database own) throws IOException {
        subject.product().dump(Subject.address(own), new ByteArrayOutputStream());
    }
}
