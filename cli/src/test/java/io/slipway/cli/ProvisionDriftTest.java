package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.Database;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changed by hand, what others made, what refuses: it is found, and planned or refused, never taken over. */
class ProvisionDriftTest {
    @TempDir
    private Path folder;

    @Test
    void whatChangedByHandIsPlannedAndMended() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        String before = place.state(team);
        Database inside = place.in(team + "_dev");
        place.admin()
                .run(
                        "ALTER ROLE " + team + "_dev_deploy CREATEDB PASSWORD 'another'",
                        "GRANT pg_read_all_data TO " + team + "_dev_read",
                        "DROP DATABASE " + team + "_prod",
                        "GRANT CONNECT ON DATABASE " + team + "_dev TO PUBLIC");
        inside.run("REVOKE USAGE ON SCHEMA " + team + " FROM " + team + "_dev_read");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("it has CREATEDB")
                .contains("its password is another")
                .contains("it is a member of pg_read_all_data")
                .contains("has also CONNECT on database " + team + "_dev for PUBLIC")
                .contains("lacks USAGE on schema " + team + " for " + team + "_dev_read")
                .contains("create prod.database");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.state(team)).isEqualTo(before);
    }

    @Test
    void onMariadbToo() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place);
        String before = place.state(team);
        place.admin()
                .run(
                        "GRANT RELOAD, CREATE USER ON *.* TO " + team + "_dev_deploy",
                        "REVOKE SHOW VIEW ON `" + team + "\\_dev`.* FROM " + team + "_dev_read",
                        "ALTER USER " + team + "_prod_deploy IDENTIFIED BY 'another'");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out()).contains("has also RELOAD, CREATE USER on *.*").contains("its password is another");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.state(team)).isEqualTo(before);
    }

    /** What cannot be looked at is not "to be made": the reason stands beside it, and whose limit it is. */
    @Test
    void aDatabaseThatTakesNobodyInIsToldWithItsReason() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        String before = place.state(team);
        place.admin().run("ALTER DATABASE " + team + "_prod CONNECTION LIMIT 0");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("wait prod.history")
                .contains("it cannot be looked at: Cannot connect to PostgreSQL")
                .contains("too many connections for database \"" + team + "_prod\"")
                .contains("The limit is this database's own: ALTER DATABASE")
                .contains("0 to create")
                .doesNotContain("create prod.history", "max_connections");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isNotZero();
        assertThat(apply.err())
                .contains("provision-stopped", "prod.history", "The limit is this database's own")
                .contains("Then run the same command again")
                .doesNotContain("max_connections");
        place.admin().run("ALTER DATABASE " + team + "_prod CONNECTION LIMIT -1");
        assertThat(place.run("verify", team).exitCode()).isZero();

        // what a step before it mends
        place.admin().run("ALTER ROLE " + team + "_dev_deploy VALID UNTIL '2020-01-01'");
        assertThat(place.run("plan", team).out().replaceAll("\\s+", " "))
                .contains("it expired on 2020-01-01")
                .contains("wait dev.history")
                .doesNotContain("create dev.history");
        CommandLineRun mended = place.run("apply", team);
        assertThat(mended.exitCode()).as(mended.toString()).isZero();
        assertThat(place.state(team)).isEqualTo(before);
    }

    @Test
    void onMariadbAUserWithoutItsRightsIsToldToo() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place);
        String before = place.state(team);
        place.admin().run("ALTER USER " + team + "_prod_deploy IDENTIFIED BY 'another'");
        assertThat(place.run("plan", team).out().replaceAll("\\s+", " "))
                .contains("its password is another", "wait prod.history", "it cannot be looked at: ")
                .doesNotContain("create prod.history");
        CommandLineRun mended = place.run("apply", team);
        assertThat(mended.exitCode()).as(mended.toString()).isZero();
        assertThat(place.state(team)).isEqualTo(before);
    }

    /** Somebody else's way to the history, and to what will be made. */
    @Test
    void rightsThatOthersGotAreTakenBack() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        String stranger = team + "_stranger";
        place.admin().run("CREATE ROLE " + stranger);
        place.in(team + "_dev")
                .run(
                        "GRANT USAGE ON SCHEMA slipway TO " + stranger,
                        "GRANT SELECT, DELETE ON slipway.history TO " + stranger,
                        "GRANT UPDATE (note) ON slipway.history TO PUBLIC",
                        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + stranger,
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA " + team + " GRANT EXECUTE ON FUNCTIONS TO " + stranger,
                        "ALTER DEFAULT PRIVILEGES FOR ROLE " + team
                                + "_dev_deploy IN SCHEMA slipway GRANT SELECT ON TABLES TO " + stranger);
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("has also USAGE on schema slipway for " + stranger)
                .contains("has also DELETE on table slipway.history for " + stranger)
                .contains("has also UPDATE (note) on table slipway.history for PUBLIC")
                .contains("has also SELECT on later tables of " + place.admin().user() + " for " + stranger)
                .contains("has also EXECUTE on later functions of "
                        + place.admin().user() + " in schema " + team)
                .contains("has also SELECT on later tables of " + team + "_dev_deploy in schema slipway");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
        // which PostgreSQL refuses while it has any right anywhere
        place.admin().run("DROP ROLE " + stranger);
    }

    @Test
    void whatKeepsTheHistoryIsBroughtBack() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        place.deploying(team, "dev").run("DROP TRIGGER keep_history ON slipway.history", "DELETE FROM slipway.format");
        place.deploying(team, "prod")
                .run(
                        "ALTER TABLE slipway.history DISABLE TRIGGER keep_history",
                        "CREATE OR REPLACE FUNCTION slipway.keep_history() RETURNS trigger LANGUAGE plpgsql"
                                + " AS 'BEGIN RETURN NULL; END'");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.out().replaceAll("\\s+", " "))
                .contains("lacks trigger keep_history on history; lacks row of format")
                .contains("has another trigger keep_history on history; has another function keep_history()");
        assertThat(place.run("verify", team).exitCode()).isEqualTo(1);
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE slipway.history ADD remark text|has also column history.remark",
                "ALTER TABLE slipway.history ALTER digest TYPE varchar(10)|has another column history.digest",
                "CREATE RULE forget AS ON INSERT TO slipway.history DO INSTEAD NOTHING|has also rule forget on history",
                "ALTER TABLE slipway.journal DROP CONSTRAINT journal_pkey|lacks constraint journal_pkey on journal",
                "CREATE TABLE slipway.mine (id integer)|has also table mine"
            })
    void anotherHistoryIsRefused(String change) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        place.deploying(team, "dev").run(change.substring(0, change.indexOf('|')));
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains(change.substring(change.indexOf('|') + 1));
    }

    @Test
    void onMariadbOthersRightsAreTakenBackAndAnotherHistoryIsRefused() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place);
        String before = place.state(team);
        place.admin()
                .run(
                        "CREATE USER stranger@localhost",
                        "CREATE ROLE strange_role",
                        "GRANT ALL ON " + team + "_dev.* TO stranger@localhost WITH GRANT OPTION",
                        "GRANT SELECT (note), DELETE ON " + team + "_prod.slipway_history TO strange_role");
        try {
            CommandLineRun plan = place.run("plan", team);
            assertThat(plan.out().replaceAll("\\s+", " "))
                    .contains("has also ALL PRIVILEGES on `" + team + "_dev`.* as a pattern for `stranger`@`localhost`")
                    .contains("has also GRANT OPTION on `" + team + "_dev`.*")
                    .contains("on `" + team + "_prod`.`slipway_history` for `strange_role`");
            CommandLineRun apply = place.run("apply", team);
            assertThat(apply.exitCode()).as(apply.toString()).isZero();
            assertThat(place.run("verify", team).exitCode()).isZero();
            assertThat(place.state(team)).isEqualTo(before);
        } finally {
            place.admin().run("DROP USER stranger@localhost", "DROP ROLE strange_role");
        }
        place.deploying(team, "dev").run("ALTER TABLE slipway_history ADD remark text");
        place.deploying(team, "prod")
                .run("CREATE TRIGGER forget BEFORE INSERT ON slipway_history FOR EACH ROW SET NEW.note = ''");
        CommandLineRun refused = place.run("plan", team);
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(4);
        assertThat(refused.out().replaceAll("\\s+", " "))
                .contains("has also column slipway_history.remark")
                .contains("has also trigger forget on slipway_history");
    }

    /** Whoever logs in from the server itself would be taken for a user without a name. */
    @Test
    void onMariadbUsersWithoutANameAreNamed() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = made(place);
        place.admin().run("CREATE USER ''@localhost", "CREATE USER ''@'127.0.0.1'");
        try {
            CommandLineRun plan = place.run("plan", team);
            assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
            assertThat(plan.out().replaceAll("\\s+", " ")).contains("DROP USER ''@'127.0.0.1', ''@'localhost'");
        } finally {
            place.admin().run("DROP USER ''@localhost", "DROP USER ''@'127.0.0.1'");
        }
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    @Test
    void aPlanWhoseWorldChangedIsRefused() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        assertThat(place.run("plan", team, "--out", "it.plan").exitCode()).isZero();
        place.admin().run("CREATE ROLE " + team + "_other");
        place.write(team, "# another definition\n");
        CommandLineRun other = place.run("apply", team, "--plan", "it.plan");
        assertThat(other.exitCode()).as(other.toString()).isEqualTo(4);
        assertThat(other.err()).contains("provision-stale");
        assertThat(Files.exists(place.repository(team))).isFalse();

        assertThat(place.run("plan", team, "--out", "it.plan").exitCode()).isZero();
        CommandLineRun right = place.run("apply", team, "--plan", "it.plan");
        assertThat(right.exitCode()).as(right.toString()).isZero();
        assertThat(place.run("plan", team, "--out", "it.plan").exitCode()).isZero();
        place.admin().run("ALTER ROLE " + team + "_dev_deploy SUPERUSER");
        CommandLineRun stale = place.run("apply", team, "--plan", "it.plan");
        assertThat(stale.exitCode()).as(stale.toString()).isEqualTo(4);
        assertThat(ProvisionPlace.rows(
                        place.admin(), "SELECT rolsuper FROM pg_roles WHERE rolname = '" + team + "_dev_deploy'"))
                .isEqualTo("t\n");
        assertThat(place.run("apply", team, "--plan", "/nowhere").exitCode()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE %s_dev_deploy SUPERUSER LOGIN",
                "CREATE ROLE %s_prod_owner",
                "CREATE DATABASE %s_dev"
            })
    void whatOthersMadeIsRefusedBeforeAnythingIsDone(String sql) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        place.admin().run(sql.formatted(team));
        String before = place.state(team);
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out()).contains("refused", "was not made for this team");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isEqualTo(4);
        assertThat(apply.err()).contains("provision-refused", "was not made for this team");
        assertThat(place.state(team)).isEqualTo(before);
        assertThat(place.run("destroy", team, "--confirm", team).out()).contains("stays");
        assertThat(place.state(team)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER %s_dev_deploy IDENTIFIED BY 'x'",
                "CREATE ROLE %s_prod_read",
                "CREATE DATABASE %s_dev"
            })
    void onMariadbItIsRefusedToo(String sql) throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "mariadb");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        place.admin().run(sql.formatted(team));
        String before = place.state(team);
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isEqualTo(4);
        assertThat(apply.err()).contains("was not made for this team");
        assertThat(place.state(team)).isEqualTo(before);
    }

    @Test
    void aJobFileEditedByHandIsRefusedAndAnOldOneIsMadeAnew() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        Path clone = folder.resolve("clone");
        commit(place, team, clone, "Jenkinsfile", "\n// mine\n");
        CommandLineRun plan = place.run("plan", team);
        assertThat(plan.exitCode()).as(plan.toString()).isEqualTo(4);
        assertThat(plan.out().replaceAll("\\s+", " ")).contains("Jenkinsfile was changed by hand");
        // What the team writes is the team's.
        ProvisionRunbookTest.bash(place, "cd " + clone + " && git revert --no-edit HEAD > /dev/null && git push -q");
        commit(place, team, clone, "README.md", "\nOurs.\n");
        assertThat(place.run("verify", team).exitCode()).isZero();

        Path file = place.root().resolve("rollout/" + team + ".yaml");
        Files.writeString(file, Files.readString(file).replace("prod:\n", "prod:\n      protected: true\n"));
        CommandLineRun changed = place.run("plan", team);
        assertThat(changed.out().replaceAll("\\s+", " ")).contains("slipway.yaml is of an earlier definition");
        assertThat(place.run("apply", team).exitCode()).isZero();
        assertThat(place.git(team, "show", "main:slipway.yaml")).contains("protected: true");
        assertThat(place.git(team, "show", "main:README.md")).endsWith("Ours.\n");
    }

    @Test
    void dataAndHistoryKeepADatabaseFromBeingDestroyed() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        place.deploying(team, "dev").run("CREATE TABLE customer (id integer)");
        CommandLineRun destroy = place.run("destroy", team, "--confirm", team);
        assertThat(destroy.exitCode()).as(destroy.toString()).isZero();
        assertThat(destroy.out()).contains("holds " + team + ".customer").contains("gone   prod.database");
        assertThat(ProvisionPlace.rows(place.deploying(team, "dev"), "SELECT count(*) FROM customer"))
                .isEqualTo("0\n");
        assertThat(place.run("destroy", team, "--confirm", "other").exitCode()).isEqualTo(64);
    }

    /** A real Git daemon whose hook refuses: nothing is there, and a later run goes on. */
    @Test
    void aHostThatRefusesThePushLeavesNothingHalfDone() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        ProvisionRunbookTest.bash(place, "git init --quiet --bare --initial-branch=main " + place.repository(team));
        Path hook = place.repository(team).resolve("hooks/pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho 'Only on Tuesdays'\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process daemon = new ProcessBuilder(
                        "git",
                        "daemon",
                        "--reuseaddr",
                        "--export-all",
                        "--enable=receive-pack",
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--base-path=" + place.repository(team).getParent())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        try {
            Path file = place.root().resolve("rollout/" + team + ".yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "\"" + place.repository(team) + "\"",
                                    "\"git://127.0.0.1:" + port + "/" + team + ".git\""));
            ProvisionRunbookTest.bash(
                    place, "until git ls-remote git://127.0.0.1:" + port + "/" + team + ".git; do sleep 0.1; done");
            CommandLineRun refused = place.run("apply", team);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(3);
            assertThat(refused.err())
                    .contains("Only on Tuesdays")
                    .contains("Nothing of this step is there")
                    .contains("No step before it made something");
            assertThat(place.git(team, "for-each-ref")).isEmpty();
            Files.delete(hook);
            CommandLineRun again = place.run("apply", team);
            assertThat(again.exitCode()).as(again.toString()).isZero();
            assertThat(place.run("verify", team).exitCode()).isZero();
        } finally {
            daemon.descendants().forEach(ProcessHandle::destroy);
            daemon.destroy();
        }
    }

    @Test
    void aManualStepAsksForItsEvidence() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(
                team,
                "  manual:\n    - { id: firewall, title: Open the firewall, who: dora, evidence: \"the change's number\","
                        + " before: [prod.database] }\n");
        CommandLineRun first = place.run("apply", team);
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out())
                .contains("waits: firewall (Open the firewall) for Dora Berg, who then gives the change's number")
                .contains("waits: prod.database")
                .contains("waits: prod.history");
        assertThat(place.databases(team)).containsExactly(team + "_dev");
        assertThat(place.run("status", team, "--check").exitCode()).isEqualTo(1);
        assertThat(place.run("apply", team, "--evidence", "fire=x").exitCode()).isEqualTo(64);
        CommandLineRun last = place.run("apply", team, "--evidence", "firewall=CHG-4711");
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(place.databases(team)).containsExactly(team + "_dev", team + "_prod");
        assertThat(place.run("status", team, "--check").exitCode()).isZero();
        assertThat(Files.readString(place.root().resolve(".slipway/rollout/" + team + ".jsonl")))
                .contains("CHG-4711", "\"by\":\"ann\"");
    }

    @Test
    void theSecondTeamTakesOneFileAndOneCommand() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String first = made(place);
        String second = ProvisionPlace.newTeam();
        for (String name : ProvisionPlace.ENVIRONMENTS) {
            place.environment().put(ProvisionPlace.variable(second, name), "of the second");
        }
        CommandLineRun init = place.run("init", second, "--like", first);
        assertThat(init.exitCode()).as(init.toString()).isZero();
        CommandLineRun apply = place.run("apply", second);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(apply.out())
                .containsPattern("Provisioning took: team " + first + ": [0-9.]+ s; team " + second + ": [0-9.]+ s\\.");
        assertThat(place.run("init", second).exitCode()).isEqualTo(4);
        assertThat(place.run("check", second).exitCode()).isZero();
    }

    @Test
    void anExistingDatabaseIsTakenOverAtItsBaseline() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = made(place);
        Path clone = folder.resolve("clone");
        place.git(team, "clone", "--quiet", place.repository(team).toString(), clone.toString());
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(place.environment());
        environment.put("SLIPWAY_DIRECTORY", clone.toString());
        for (List<String> command : List.of(List.of("init"), List.of("package"))) {
            CommandLineRun run = CommandLineRun.of(environment, command.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.toString()).isZero();
        }
        ProvisionRunbookTest.bash(place, "cp -r " + clone + "/artifacts " + clone + "/slipway-keys .");
        String legacy = team + "_legacy";
        place.admin().run("CREATE DATABASE " + legacy);
        place.in(legacy)
                .run(
                        "CREATE SCHEMA " + team,
                        "CREATE TABLE " + team + ".sample (id integer PRIMARY KEY, name varchar(200) NOT NULL)");
        Path file = place.root().resolve("rollout/" + team + ".yaml");
        String text = Files.readString(file);
        String dev = text.substring(text.indexOf("    dev:"), text.indexOf("    prod:"));
        Files.writeString(
                file,
                text
                        + dev.replace("    dev:", "    legacy:\n      existing: true\n      baseline: latest")
                                .replaceAll("(?m)^ +read:.*\\R", "")
                                .replace(team + "_dev", legacy));
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(apply.out()).contains("legacy.baseline");
        assertThat(ProvisionPlace.rows(
                        place.in(legacy), "SELECT DISTINCT event FROM slipway.history WHERE change_id IS NOT NULL"))
                .isEqualTo("baselined\n");
        assertThat(place.run("verify", team).exitCode()).isZero();
        assertThat(place.run("runbook", team).out()).contains("slipway baseline legacy --artifact latest");
    }

    private static String made(ProvisionPlace place) throws Exception {
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        return team;
    }

    private static void commit(ProvisionPlace place, String team, Path clone, String path, String more)
            throws Exception {
        ProvisionRunbookTest.bash(
                place,
                "test -d " + clone + " || git clone -q " + place.repository(team) + " " + clone + "\ncd " + clone
                        + "\ngit config user.name Bea\ngit config user.email bea@example.org\nprintf '%b' '"
                        + more.replace("\n", "\\n") + "' >> " + path + "\ngit commit -qam more\ngit push -q");
    }
}
