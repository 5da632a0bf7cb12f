package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.Step;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.lab.LabTasks;
import io.slipway.server.lab.Labs;
import io.slipway.server.lab.SeatDesk;
import io.slipway.server.lab.SeatTry;
import io.slipway.server.lab.SeatTurns;
import io.slipway.server.lab.ServedLab;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Seats of labs on a real server and real databases: what can be done there, and what cannot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabTest {
    private final MovedClock clock = new MovedClock("2026-11-02T09:00:00Z");
    private TestServer server;
    private LabDesk labs;
    private SeatDesk seats;
    private LabTasks tasks;
    private SeatTry tried;
    private Caller trainer;
    private Caller ada;
    private Caller ben;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.at(clock, folder.resolve("data"));
        labs = server.part(LabDesk.class);
        seats = server.part(SeatDesk.class);
        tasks = server.part(LabTasks.class);
        tried = new SeatTry(seats);
        trainer = caller("tess", Role.ROLLOUT_MANAGER);
        ada = caller("ada");
        ben = caller("ben");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Caller caller(String name, Role... roles) {
        Person person = server.person(name, roles);
        return new Caller(
                person, server.part(io.slipway.server.account.People.class).grants(person.id()), Optional.empty());
    }

    private long lab(String... names) {
        return labs.open(trainer, "Lab", List.of(names), List.of("ada", "ben")).number();
    }

    @Test
    void everySolutionPassesAndEveryUntouchedStartFails() {
        assertThat(tasks.all()).hasSizeGreaterThanOrEqualTo(7);
        long lab = lab();
        for (LabTasks.Task task : tasks.all()) {
            seats.begin(ada, lab, task.name());
            assertThat(seats.check(ada, lab).passed())
                    .as("untouched start of " + task.name())
                    .isFalse();
            tried.play(ada, lab, task.lab().solution());
            assertThat(seats.check(ada, lab))
                    .as("solution of " + task.name() + ": "
                            + seats.at(ada, lab).seat().said())
                    .extracting(each -> each.passed() + each.say())
                    .isEqualTo("true");
        }
        assertThat(labs.grid(labs.find(lab).orElseThrow()).get(0).passed())
                .isEqualTo(tasks.all().size());
        labs.close(trainer, lab);
    }

    /** Whoever presses Begin is not kept waiting: the page says what is made, and why something could not be. */
    @Test
    void aTaskIsMadeInTheBackgroundAndThePageSaysHowFarItIs() throws Exception {
        long lab = lab("mend-a-refused-package");
        FormClient browser = FormClient.of(server, ada.person());
        String seat = "/labs/" + lab + "/seat";
        Map<String, String> task = Map.of("task", "mend-a-refused-package");
        CountDownLatch held = new CountDownLatch(1);
        SeatTurns turns = server.part(Labs.class).turns();

        // something else is under way at this very seat
        Thread other = holding(turns, tried.role(ada, lab), held);
        assertThat(browser.post(seat + "/task", task).status()).isEqualTo(302);
        String failed = when(browser, seat, page -> page.contains("could not be begun"));
        assertThat(failed).contains("Something is under way here.").contains("Begin: Mend");
        held.countDown();
        other.join();

        // all places are taken: it waits, and says so
        CountDownLatch busy = new CountDownLatch(1);
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
            others.add(holding(turns, "slipway_seat_other" + i, busy));
        }
        long begun = System.nanoTime();
        assertThat(browser.post(seat + "/task", task).status()).isEqualTo(302);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        TestServer.Answer waiting = browser.get(seat);
        assertThat(waiting.headers().firstValue("Refresh")).contains("2; url=" + seat);
        assertThat(waiting.body())
                .contains("It waits for its turn.", "being made")
                .doesNotContain("Begin: Mend", "could not be begun");
        assertThat(browser.post(seat + "/task", task).body())
                .contains("It waits for its turn.", "being made here already");
        busy.countDown();
        for (Thread thread : others) {
            thread.join();
        }
        String there = when(browser, seat, page -> !page.contains("being made"));
        assertThat(there).contains("130_wish.sql").doesNotContain("could not be begun");
        assertThat(browser.get(seat).headers().firstValue("Refresh")).isEmpty();

        assertThat(browser.post(seat + "/solution", Map.of()).status()).isEqualTo(302);
        assertThat(when(browser, seat, page -> !page.contains("being made"))).contains("Solution", "Packaged 1.1.0");
        labs.close(trainer, lab);
    }

    /** Takes a turn, and keeps it. */
    private static Thread holding(SeatTurns turns, String role, CountDownLatch until) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        Thread thread = new Thread(() -> turns.run(role, cancellation -> {
            taken.countDown();
            try {
                return until.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        thread.start();
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        return thread;
    }

    private static String when(FormClient browser, String path, Predicate<String> wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            String page = browser.get(path).body();
            if (wanted.test(page) || System.nanoTime() > end) {
                return page;
            }
            Thread.sleep(100);
        }
    }

    @Test
    void eachListedWrongAnswerGetsItsHint() {
        long lab = lab();
        int answers = 0;
        for (LabTasks.Task task : tasks.all()) {
            for (Lab.Wrong wrong : task.lab().wrong()) {
                seats.begin(ada, lab, task.name());
                tried.play(ada, lab, wrong.steps());
                assertThat(seats.check(ada, lab).say()).as(task.name()).isEqualTo(wrong.say());
                answers++;
            }
        }
        assertThat(answers).isGreaterThanOrEqualTo(tasks.all().size());
        labs.close(trainer, lab);
    }

    @Test
    void resetRestoresTheStartsFingerprintAndFiles() {
        long lab = lab("rework-a-script");
        seats.begin(ada, lab, "rework-a-script");
        Map<String, String> before = tried.fingerprints(ada, lab);
        List<Step> solution = tasks.named("rework-a-script").lab().solution();
        tried.play(ada, lab, solution);
        assertThat(tried.fingerprints(ada, lab)).isNotEqualTo(before);
        assertThat(seats.file(seats.at(ada, lab), "sql/ddl/140_gift_note.sql")).isPresent();
        seats.begin(ada, lab, "rework-a-script");
        assertThat(tried.fingerprints(ada, lab)).isEqualTo(before);
        assertThat(seats.file(seats.at(ada, lab), "sql/ddl/140_gift_note.sql")).isEmpty();
        // and it can be done again from there
        tried.play(ada, lab, solution);
        assertThat(seats.check(ada, lab).passed()).isTrue();
        labs.close(trainer, lab);
    }

    @Test
    void aShownSolutionIsNoPass() {
        long lab = lab("roll-a-change-back");
        seats.begin(ada, lab, "roll-a-change-back");
        seats.hint(ada, lab);
        assertThat(seats.at(ada, lab).hints()).hasSize(1);
        seats.solve(ada, lab);
        assertThat(seats.at(ada, lab).seat().said()).contains("Rolled back on qa");
        assertThat(seats.check(ada, lab).passed()).isTrue();
        LabDesk.Line line = labs.grid(labs.find(lab).orElseThrow()).get(0);
        assertThat(line.solved()).isTrue();
        assertThat(line.passed()).isZero();
        labs.close(trainer, lab);
    }

    @Test
    void theLaterOfTwoWindowsDoesNotWriteOverTheOther() {
        long lab = lab("mend-a-refused-package");
        seats.begin(ada, lab, "mend-a-refused-package");
        String path = "sql/ddl/130_wish.sql";
        long seen = seats.file(seats.at(ada, lab), path).orElseThrow().version();
        seats.save(ada, lab, path, seen, "SELECT 'first window';");
        assertThatThrownBy(() -> seats.save(ada, lab, path, seen, "SELECT 'second window';"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_FILE_CHANGED));
        assertThat(seats.file(seats.at(ada, lab), path).orElseThrow().text()).contains("first window");
        // a window that was open before a reset writes over nothing either
        long old = seats.file(seats.at(ada, lab), path).orElseThrow().version();
        seats.begin(ada, lab, "mend-a-refused-package");
        assertThatThrownBy(() -> seats.save(ada, lab, path, old, "SELECT 'old window';"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_FILE_CHANGED));
        labs.close(trainer, lab);
    }

    @Test
    void whatFailsIsSaidWithItsPlaceAndTheSeatGoesOn() {
        long lab = lab("mend-a-refused-package");
        seats.begin(ada, lab, "mend-a-refused-package");
        seats.pack(ada, lab);
        assertThat(seats.at(ada, lab).seat().said())
                .contains("ddl/130_wish.sql:7")
                .contains("client_id");
        seats.deploy(ada, lab, "dev");
        assertThat(seats.at(ada, lab).seat().said()).contains("Nothing to do");
        seats.deploy(ada, lab, "nowhere");
        assertThat(seats.at(ada, lab).seat().said()).contains("no environment 'nowhere'");
        assertThatThrownBy(() -> seats.save(ada, lab, "../../etc/passwd", 0, "x"))
                .hasMessageContaining("is no file of the scripts folder");
        assertThatThrownBy(() -> seats.save(ada, lab, "sql/ddl/big.sql", 0, "x".repeat(50 << 20)))
                .hasMessageContaining("at most 1024 kB, and this one has 51200 kB");
        labs.close(trainer, lab);
    }

    @Test
    void aSeatReachesNeitherOthersNorTheServerNorFilesNorPrograms() throws Exception {
        long lab = lab("package-your-first-script");
        seats.begin(ada, lab, "package-your-first-script");
        seats.begin(ben, lab, "package-your-first-script");
        String own = tried.url(ada, lab, "dev");
        String role = tried.role(ada, lab);
        String password = tried.password(ada, lab);
        try (Connection connection = DriverManager.getConnection(own, role, password);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM shop.customer");
            for (String attempt : List.of(
                    "COPY (SELECT 1) TO PROGRAM 'id'",
                    "COPY shop.customer FROM PROGRAM 'id'",
                    "COPY (SELECT 1) TO '/tmp/slipway-lab-test'",
                    "SELECT pg_read_file('/etc/passwd')",
                    "SELECT pg_read_file('postgresql.conf')",
                    "SELECT pg_ls_dir('.')",
                    "SELECT lo_import('/etc/passwd')",
                    "CREATE EXTENSION dblink",
                    "CREATE EXTENSION postgres_fdw",
                    "CREATE EXTENSION file_fdw",
                    "CREATE FOREIGN DATA WRAPPER w",
                    "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p",
                    "CREATE LANGUAGE plpython3u",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc', 'getpid'",
                    "CREATE DATABASE another",
                    "CREATE ROLE another",
                    "ALTER ROLE CURRENT_USER SUPERUSER",
                    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000",
                    "SET ROLE postgres",
                    "SET SESSION AUTHORIZATION postgres",
                    "ALTER SYSTEM SET listen_addresses = '*'",
                    "SET temp_file_limit = -1",
                    "SELECT rolpassword FROM pg_authid",
                    "DROP DATABASE " + own.replaceAll(".*/", ""))) {
                assertThatThrownBy(() -> statement.execute(attempt))
                        .as(attempt)
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .as(attempt)
                        // insufficient privilege; or it is not even there
                        .isIn("42501", "0A000", "58P01", "42704", "25001", "55006");
            }
        }
        for (String elsewhere : List.of(
                tried.url(ben, lab, "dev"),
                own.replaceAll("/[^/]*$", "/postgres"),
                own.replaceAll("/[^/]*$", "/template1"))) {
            assertThatThrownBy(() -> DriverManager.getConnection(elsewhere, role, password)
                            .close())
                    .as(elsewhere)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for database");
        }
        assertThatThrownBy(() -> seats.at(caller("mallory"), lab)).hasMessageContaining("You have no seat");
        labs.close(trainer, lab);
    }

    @Test
    void aSeatPastItsTimeIsClosedAndAnExtendedOneGoesOn() throws Exception {
        long lab = lab("package-your-first-script");
        seats.begin(ada, lab, "package-your-first-script");
        String url = tried.url(ada, lab, "dev");
        String role = tried.role(ada, lab);
        String password = tried.password(ada, lab);
        clock.moveBy(Duration.ofMinutes(121));
        assertThatThrownBy(() -> seats.pack(ada, lab))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_SEAT_ENDED));
        await(() -> refused(url, role, password));
        labs.extend(trainer, lab, "", 30);
        assertThat(seats.at(ada, lab).open()).isTrue();
        assertThat(refused(url, role, password)).isFalse();
        assertThat(seats.check(ada, lab).passed()).isFalse();
        labs.close(trainer, lab);
        assertThat(refused(url, role, password)).isTrue();
        assertThatThrownBy(() -> seats.check(ada, lab)).hasMessageContaining("The lab is closed");
        assertThat(server.part(Projects.class).all())
                .extracting(ServedProject::name)
                .noneMatch(name -> name.equals(seats.at(ada, lab).seat().project()));
    }

    /** As it is when the server stops between the end of a lab and the last of its seats. */
    @Test
    void whatAnEndLeftIsTakenAwayLater() throws Exception {
        long lab = lab("package-your-first-script");
        seats.begin(ada, lab, "package-your-first-script");
        String url = tried.url(ada, lab, "dev");
        String role = tried.role(ada, lab);
        String password = tried.password(ada, lab);
        server.part(Store.class)
                .run(handle -> handle.createUpdate("UPDATE lab SET closed_at = :now WHERE number = :number")
                        .bind("now", clock.instant().toEpochMilli())
                        .bind("number", lab)
                        .execute());
        assertThat(refused(url, role, password)).isFalse();
        clock.moveBy(Duration.ofMinutes(11));
        String project = seats.at(ada, lab).seat().project();
        await(() -> server.part(Projects.class).all().stream()
                .noneMatch(each -> each.name().equals(project)));
        assertThat(refused(url, role, password)).isTrue();
        labs.close(trainer, lab);
    }

    @Test
    void aTaskThatAsksForARollbackWantsIt() {
        long lab = lab("package-your-first-script");
        seats.begin(ada, lab, "package-your-first-script");
        seats.save(ada, lab, "sql/ddl/120_newsletter.sql", 0, "ALTER TABLE shop.customer ADD newsletter int;");
        seats.pack(ada, lab);
        assertThat(seats.at(ada, lab).seat().said()).contains("every rollback present");
        labs.close(trainer, lab);
    }

    /** A script of the trainee's may break what the check asks: then that is told, not only what is missing. */
    @Test
    void aCheckThatIsAnsweredByAnErrorSaysSo() throws Exception {
        long lab = lab("edit-stored-logic");
        seats.begin(ada, lab, "edit-stored-logic");
        try (Connection connection = DriverManager.getConnection(
                        tried.url(ada, lab, "dev"), tried.role(ada, lab), tried.password(ada, lab));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION shop.broken() RETURNS boolean LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$;
                    DROP VIEW shop.product_catalog CASCADE;
                    CREATE VIEW shop.product_catalog AS SELECT shop.broken() AS price_missing, 1.0 AS price""");
        }
        assertThat(seats.check(ada, lab)).satisfies(judgement -> {
            assertThat(judgement.passed()).isFalse();
            assertThat(judgement.say())
                    .contains("The database answered the check with an error")
                    .contains("broken on purpose")
                    .contains("The column is there");
        });
        labs.close(trainer, lab);
    }

    private static boolean refused(String url, String role, String password) {
        try {
            DriverManager.getConnection(url, role, password).close();
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not come about").isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Test
    void onlyWhoRunsALabSeesTheOthers() {
        long lab = lab("package-your-first-script");
        assertThatThrownBy(() -> labs.run(ada, lab)).hasMessageContaining("There is no lab");
        ServedLab own = labs.run(trainer, lab);
        assertThat(labs.grid(own))
                .extracting(line -> line.seat().person().name())
                .containsExactly("ada", "ben");
        seats.askHelp(ada, lab, "I do not see the column.");
        assertThat(labs.grid(own).get(0).seat().help()).isEqualTo("I do not see the column.");
        labs.helped(trainer, lab, labs.grid(own).get(0).seat().id());
        assertThat(labs.grid(own).get(0).seat().help()).isEmpty();
        labs.close(trainer, lab);
    }
}
