package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways into a team's database that nobody wished: each is found; what only concerns us is taken back. */
class ProvisionStrangersTest {
    @TempDir
    private Path folder;

    @Test
    void whoMayActAsOurRoles() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        String before = place.state(team);
        String stranger = team + "_stranger";
        String second = team + "_second";
        Database admin = place.admin();
        admin.run(
                "CREATE ROLE " + stranger,
                "CREATE ROLE " + second + " LOGIN PASSWORD 'x'",
                "GRANT " + team + "_dev_deploy TO " + stranger + " WITH ADMIN OPTION",
                "GRANT " + team + "_prod_owner TO " + stranger,
                "GRANT " + team + "_prod_owner TO " + team + "_prod_deploy WITH ADMIN OPTION",
                "GRANT " + team + "_dev_read TO " + stranger + " WITH ADMIN OPTION",
                "GRANT " + team + "_prod_read TO " + second,
                "ALTER ROLE " + team + "_dev_deploy SET search_path = 'public'",
                "ALTER ROLE " + team + "_prod_deploy NOINHERIT CONNECTION LIMIT 0 VALID UNTIL '2020-01-01'");
        place.in(team + "_dev")
                .run(
                        "GRANT CREATE ON SCHEMA " + team + " TO " + team + "_dev_deploy WITH GRANT OPTION",
                        "GRANT ALL ON SCHEMA public TO " + stranger);
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains(stranger + " is a member of it")
                .contains(stranger + " may make others members of it")
                .contains(team + "_prod_deploy may make others members of it")
                .doesNotContain(second)
                .contains("setting search_path=public for " + team + "_dev_deploy in all databases")
                .contains("it expired on 2020-01-01")
                .contains("it does not inherit what it is a member of")
                .contains("it may connect only 0 times at once")
                .doesNotContain("its password is another")
                .contains("the right to pass on CREATE on schema " + team + " for " + team + "_dev_deploy")
                .contains("has also CREATE on schema public for " + stranger);
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(ProvisionPlace.rows(
                        admin,
                        "SELECT g.rolname || ' ' || m.admin_option FROM pg_auth_members m JOIN pg_roles g ON g.oid ="
                                + " m.roleid WHERE pg_get_userbyid(m.member) IN ('" + stranger + "', '" + second
                                + "') ORDER BY 1"))
                .isEqualTo(team + "_dev_read false\n" + team + "_prod_read false\n");
        // which PostgreSQL refuses while they have any right anywhere
        admin.run("DROP ROLE " + stranger, "DROP ROLE " + second);
        assertThat(place.state(team)).isEqualTo(before);
    }

    /** What whoever connects gets, and what our other roles get there. */
    @Test
    void settingsOfAWholeDatabase() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        String before = place.state(team);
        String dev = team + "_dev";
        place.admin()
                .run(
                        "ALTER DATABASE " + dev + " SET search_path = 'elsewhere', 'public'",
                        "ALTER DATABASE " + dev + " SET timezone = 'Asia/Tokyo'",
                        "ALTER ROLE " + dev + "_read IN DATABASE " + dev + " SET row_security = off");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("has also setting search_path=elsewhere, public for the whole database")
                .contains("setting TimeZone=Asia/Tokyo for the whole database")
                .contains("setting row_security=off for " + dev + "_read");
        assertThat(place.run("status", team).out()).containsPattern("team " + team + ": [0-9.]+ s\\.");
        CommandLineRun mended = place.run("apply", team);
        assertThat(mended.exitCode()).isZero();
        assertThat(mended.out())
                .containsPattern("team " + team + ": [0-9.]+ s \\(and what was mended since: [0-9.]+ s\\)\\.");
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.state(team)).isEqualTo(before);
    }

    @Test
    void onMariadbTheCharactersOfADatabase() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        String before = place.state(team);
        for (String change : List.of("CHARACTER SET latin1", "COLLATE utf8mb4_bin")) {
            place.admin().run("ALTER DATABASE " + team + "_dev " + change);
            CommandLineRun plan = place.run("plan", team);
            assertThat(plan.out().replaceAll("\\s+", " "))
                    .contains("its default characters are ")
                    .containsAnyOf("latin1", "utf8mb4_bin");
            assertThat(place.run("apply", team).exitCode()).isZero();
            assertThat(place.run("verify", team).exitCode()).isZero();
            assertThat(place.state(team)).isEqualTo(before);
        }
    }

    /** An application logs in as somebody: what the team gave that role is the team's. */
    @Test
    void rolesOfTheTeamsOwnAreLeftAlone() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "others: [the_app]");
        Database admin = place.admin();
        admin.run("DROP ROLE IF EXISTS the_app", "CREATE ROLE the_app");
        Database inside = place.in(team + "_dev");
        try {
            admin.run(
                    "GRANT CONNECT ON DATABASE " + team + "_dev TO the_app",
                    "GRANT " + team + "_dev_deploy TO the_app");
            inside.run(
                    "GRANT USAGE ON SCHEMA " + team + " TO the_app",
                    "ALTER DEFAULT PRIVILEGES FOR ROLE " + team + "_dev_deploy GRANT SELECT ON TABLES TO the_app");
            CommandLineRun verify = place.run("verify", team);
            assertThat(verify.exitCode()).as(verify.toString()).isZero();
            place.deploying(team, "dev").run("GRANT USAGE ON SCHEMA slipway TO the_app");
            assertThat(place.run("plan", team).out()).contains("USAGE on schema slipway for the_app");
        } finally {
            admin.run("REVOKE " + team + "_dev_deploy FROM the_app");
            inside.run("DROP OWNED BY the_app");
            admin.run("DROP ROLE the_app");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "others: [the_app, the app]|'the app' is no name of a role or user",
                "others: [MADE_dev_deploy]|has another part here already",
                "others: the_app|must be a list"
            })
    void aWrongNameIsTold(String entry) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        write(place, team, entry.substring(0, entry.indexOf('|')).replace("MADE", team));
        CommandLineRun check = place.run("check", team);
        assertThat(check.exitCode()).as(check.toString()).isEqualTo(78);
        assertThat(check.err())
                .contains(entry.substring(entry.indexOf('|') + 1))
                .contains(team + ".yaml:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE slipway.journal SET UNLOGGED                        | has another table journal
            ALTER TABLE slipway.history ALTER id SET INCREMENT 5            | has another sequence of history.id
            UPDATE slipway.format SET version = 7                          | has another row of format
            CREATE TABLE public.kid () INHERITS (slipway.lock)              | has also child table public.kid of lock
            CREATE DOMAIN slipway.mine AS text                             | has also type slipway.mine
            CREATE TYPE slipway.pair AS (a int, b int)                      | has also relation pair
            """)
    void anotherHistoryIsRefused(String change, String told) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        if (change.contains("public")) {
            place.in(team + "_dev").run("GRANT CREATE ON SCHEMA public TO " + team + "_dev_deploy");
        }
        place.deploying(team, "dev").run(change);
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains(told);
    }

    @Test
    void aFunctionThatActsForItsOwnerIsMadeAnew() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        place.deploying(team, "dev")
                .run("ALTER FUNCTION slipway.keep_history() SECURITY DEFINER SET search_path = 'public'");
        assertThat(place.run("plan", team).out()).contains("has another function keep_history()");
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    @Test
    void aSchemaSlipwayThatWasGivenAwayIsRefused() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        place.in(team + "_dev").run("ALTER SCHEMA slipway OWNER TO CURRENT_USER");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains(
                        "The schema slipway is there, owned by " + place.admin().user());
    }

    @Test
    void aSchemaSlipwayOfSomebodyElseIsRefusedBeforeItStops() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place, "");
        place.deploying(team, "dev").run("DROP SCHEMA slipway CASCADE");
        place.in(team + "_dev").run("CREATE SCHEMA slipway");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains(
                        "The schema slipway is there, owned by " + place.admin().user());
    }

    @Test
    void onMariadbWhoMayActAsOurAccounts() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        String before = place.state(team);
        Database admin = place.admin();
        String deploy = team + "_dev_deploy";
        admin.run(
                "CREATE USER sly@localhost",
                "CREATE ROLE sly_role",
                "GRANT PROXY ON " + deploy + "@'%' TO sly@localhost",
                "GRANT " + team + "_dev_read TO sly@localhost WITH ADMIN OPTION",
                "GRANT SELECT ON slipway_elsewhere.* TO sly_role",
                "GRANT sly_role TO " + team + "_dev_read",
                "GRANT ALL ON `" + team + "_dev`.* TO " + deploy,
                "ALTER USER " + team + "_prod_deploy@'%' WITH MAX_USER_CONNECTIONS 7 ACCOUNT LOCK",
                "GRANT SELECT, DROP ON " + team + "_prod.* TO PUBLIC");
        try {
            CommandLineRun plan = place.run("plan", team);
            assertThat(plan.exitCode()).as(plan.toString()).isZero();
            assertThat(plan.out().replaceAll("\\s+", " "))
                    .contains("has also PROXY on `" + deploy + "`")
                    .contains(
                            "has also the right to make others members of " + team + "_dev_read for `sly`@`localhost`")
                    .contains("has also SELECT, DROP on `" + team + "_prod`.* as a pattern for PUBLIC")
                    .contains("has also `sly_role` for `" + team + "_dev_read`")
                    .contains("`" + team + "_dev`.* as a pattern for `" + deploy + "`")
                    .contains("it is locked; its MAX_USER_CONNECTIONS is 7")
                    .doesNotContain("its password is another");
            CommandLineRun apply = place.run("apply", team);
            assertThat(apply.exitCode()).as(apply.toString()).isZero();
            assertThat(place.run("verify", team).exitCode()).isZero();
            admin.run("REVOKE " + team + "_dev_read FROM sly@localhost");
            assertThat(place.state(team)).isEqualTo(before);
        } finally {
            admin.run("DROP USER sly@localhost", "DROP ROLE sly_role");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "TEAM%", "_EAM\\_dev"})
    void onMariadbPatternsAreNamedUnlessTheyAreMeant(String pattern) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        Database admin = place.admin();
        admin.run(
                "CREATE USER sly@localhost",
                "GRANT SELECT ON `"
                        + pattern.replace("TEAM", team).replace("_EAM", "_" + team.substring(1))
                        + "`.* TO sly@localhost");
        try {
            CommandLineRun plan = place.run("plan", team);
            assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
            assertThat(plan.out().replaceAll("\\s+", " "))
                    .contains("`sly`@`localhost` may do something in all databases of a pattern that " + team
                            + "_dev fits");
            write(place, team, "others: [sly]");
            CommandLineRun meant = place.run("apply", team);
            assertThat(meant.exitCode()).as(meant.toString()).isZero();
            assertThat(place.run("verify", team).exitCode()).isZero();
        } finally {
            admin.run("DROP USER sly@localhost");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE slipway_lock ENGINE=MyISAM                          | has another table slipway_lock
            ALTER TABLE slipway_lock CONVERT TO CHARACTER SET latin1        | has another table slipway_lock
            UPDATE slipway_format SET version = 7                          | has another row of slipway_format
            INSERT INTO slipway_format VALUES (9, 9)                       | has also row 9 of slipway_format
            CREATE VIEW slipway_seen AS SELECT 1 AS one                     | has also view slipway_seen
            """)
    void onMariadbAnotherHistoryIsRefused(String change, String told) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        place.deploying(team, "dev").run(change);
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PASSWORD EXPIRE | its password has expired
            REQUIRE SSL     | it must come over TLS
            """)
    void onMariadbWhatKeepsItOutIsTakenAway(String option, String told) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        place.admin().run("ALTER USER " + team + "_dev_deploy@'%' " + option);
        assertThat(place.run("plan", team).out()).contains(told);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    @Test
    void onMariadbANamesakeIsRefused() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place, "");
        place.admin().run("CREATE USER " + team + "_dev_deploy@localhost");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains("There is also '" + team + "_dev_deploy'@'localhost'");
        place.admin().run("DROP USER " + team + "_dev_deploy@localhost");
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    private static String made(ProvisionPlace place, String entry) throws Exception {
        String team = ProvisionPlace.newTeam();
        write(place, team, entry);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        return team;
    }

    /** @param entry a line more for each environment */
    private static void write(ProvisionPlace place, String team, String entry) throws Exception {
        place.write(team, "");
        Path file = place.root().resolve("rollout/" + team + ".yaml");
        String text = Files.readString(file);
        for (String environment : List.of("dev", "prod")) {
            text = text.replace("    " + environment + ":\n", "    " + environment + ":\n      " + entry + "\n");
        }
        Files.writeString(file, text);
    }
}
