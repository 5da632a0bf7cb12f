package io.slipway.cli;

import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.NativeClient;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder with rollout files, a real database server, and a place for bare repositories. */
final class ProvisionPlace {
    static final List<String> ENVIRONMENTS = List.of("dev", "prod");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private final Path root;
    private final String product;
    private final Database admin;
    private final int port;
    private final String options;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** @param product {@code postgresql} or {@code mariadb} */
    ProvisionPlace(Path root, String product) {
        this.root = root;
        this.product = product;
        boolean postgres = product.equals("postgresql");
        this.admin = postgres
                ? PostgresServer.newest().admin()
                : MariadbServer.findOrSkip().admin();
        this.port = postgres
                ? PostgresServer.newest().port()
                : MariadbServer.findOrSkip().port();
        this.options = postgres ? "" : "?sslMode=disable";
        environment.put("USER", "ann");
        environment.put("HOME", root.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("DB_ADMIN", admin.password());
        environment.put("SLIPWAY_DIRECTORY", root.toString());
    }

    /** A team name that nobody has used on this server. */
    static String newTeam() {
        return "team" + ProcessHandle.current().pid() + "x" + NUMBERS.incrementAndGet();
    }

    Path root() {
        return root;
    }

    Database admin() {
        return admin;
    }

    Map<String, String> environment() {
        return environment;
    }

    Path repository(String team) {
        return root.resolve("git").resolve(team + ".git");
    }

    /** Writes the team's rollout file. */
    void write(String team, String more) throws IOException {
        write(team, port, more);
    }

    void write(String team, int throughPort, String more) throws IOException {
        for (String name : ENVIRONMENTS) {
            environment.put(variable(team, name), "it's " + name + " \\ of \"" + team + "\" $HOME");
        }
        Files.createDirectories(repository(team).getParent());
        Path file = root.resolve("rollout/" + team + ".yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text(team, throughPort) + more, StandardCharsets.UTF_8);
    }

    static String variable(String team, String name) {
        return (team + "_" + name + "_PASSWORD").toUpperCase(java.util.Locale.ROOT);
    }

    private String text(String team, int throughPort) {
        StringBuilder text = new StringBuilder("""
                team: %1$s
                title: The %1$s's
                project: %1$s
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
                manager: rita
                stakeholders: [ada, dora]
                sprints: { first: 2026-10-05, days: 14, count: 12 }
                provision:
                  database: %2$s
                  repository: { url: "%3$s" }
                  ci: [github-actions, gitlab-ci, jenkins, azure-pipelines]
                  environments:
                """.formatted(team, product, repository(team)));
        for (String name : ENVIRONMENTS) {
            text.append("""
                        %1$s:
                          server: "jdbc:%2$s://127.0.0.1:%3$d/%4$s"
                          admin: %5$s
                          admin-password: "${env:DB_ADMIN}"
                          database: %6$s_%1$s
                          deploy-password: "${env:%7$s}"
                          read: %6$s_%1$s_read
                    """.formatted(name, product, throughPort, options, admin.user(), team, variable(team, name)));
            if (product.equals("postgresql")) {
                text.append("      schema: ").append(team).append("\n");
            }
        }
        return text.toString();
    }

    CommandLineRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rollout"));
        all.addAll(List.of(arguments));
        return CommandLineRun.of(environment, all.toArray(String[]::new));
    }

    /** All that provisioning may have made, as text: roles, rights, catalogues, repository. The team's name is left out. */
    String state(String team) throws SQLException {
        StringBuilder state = new StringBuilder();
        if (product.equals("postgresql")) {
            state.append(rows(admin, """
                    SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, rolinherit, rolbypassrls,
                      shobj_description(oid, 'pg_authid'),
                      (SELECT string_agg(pg_get_userbyid(roleid), ',' ORDER BY 1) FROM pg_auth_members WHERE member = r.oid)
                    FROM pg_roles r WHERE rolname LIKE '%s\\_%%' ORDER BY 1
                    """.formatted(team)));
            state.append(rows(admin, """
                    SELECT datname, pg_get_userbyid(datdba), datacl::text, shobj_description(oid, 'pg_database'),
                      pg_encoding_to_char(encoding),
                      (SELECT string_agg(pg_get_userbyid(setrole) || ':' || setconfig::text, ',' ORDER BY 1)
                         FROM pg_db_role_setting WHERE setdatabase = d.oid)
                    FROM pg_database d WHERE datname LIKE '%s\\_%%' ORDER BY 1
                    """.formatted(team)));
            for (String name : databases(team)) {
                Database inside = in(name);
                state.append(rows(inside, """
                        SELECT nspname, pg_get_userbyid(nspowner), nspacl::text, obj_description(oid, 'pg_namespace')
                        FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1
                        """));
                state.append(rows(inside, """
                        SELECT pg_get_userbyid(defaclrole), defaclnamespace::regnamespace::text, defaclobjtype, defaclacl::text
                        FROM pg_default_acl ORDER BY 1, 2, 3
                        """));
                state.append(rows(inside, """
                        SELECT c.relnamespace::regnamespace::text, c.relname, c.relkind, pg_get_userbyid(c.relowner),
                          c.relacl::text, (SELECT string_agg(attname || ':' || format_type(atttypid, atttypmod), ',' ORDER BY attnum)
                            FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0)
                        FROM pg_class c WHERE relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                        ORDER BY 1, 2
                        """));
            }
        } else {
            state.append(rows(
                    admin,
                    "SELECT user, host, is_role FROM mysql.user WHERE user LIKE '" + team + "\\_%' ORDER BY 1, 2"));
            for (String account : rows(
                            admin,
                            "SELECT IF(is_role = 'Y', CONCAT('`', user, '`'), CONCAT('`', user, '`@`', host, '`'))"
                                    + " FROM mysql.user WHERE user LIKE '" + team + "\\_%' ORDER BY 1")
                    .lines()
                    .toList()) {
                state.append(rows(admin, "SHOW GRANTS FOR " + account)
                        .replaceAll("IDENTIFIED BY PASSWORD '[^']*'", "IDENTIFIED"));
            }
            state.append(rows(
                    admin,
                    "SELECT schema_name, default_character_set_name, schema_comment"
                            + " FROM information_schema.schemata WHERE schema_name LIKE '" + team
                            + "\\_%' ORDER BY 1"));
            state.append(rows(
                    admin,
                    "SELECT table_schema, table_name, column_name, column_type, is_nullable"
                            + " FROM information_schema.columns WHERE table_schema LIKE '" + team
                            + "\\_%' ORDER BY 1, 2, 3"));
            state.append(marks(team));
        }
        if (Files.isDirectory(repository(team))) {
            state.append(git(team, "ls-tree", "-r", "main"));
        }
        return state.toString().replace(team, "TEAM");
    }

    private String marks(String team) throws SQLException {
        boolean there = !rows(admin, "SELECT 1 FROM information_schema.tables WHERE table_schema = 'slipway_rollout'")
                .isEmpty();
        return there ? rows(admin, "SELECT * FROM slipway_rollout.made WHERE team = '" + team + "' ORDER BY 1, 2") : "";
    }

    List<String> databases(String team) throws SQLException {
        return rows(admin, "SELECT datname FROM pg_database WHERE datname LIKE '" + team + "\\_%' ORDER BY 1")
                .lines()
                .toList();
    }

    /** One of its databases, as the administrator. */
    Database in(String database) {
        return new Database(
                product.equals("postgresql")
                        ? "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                        : "jdbc:mariadb://127.0.0.1:" + port + "/" + database + options,
                admin.user(),
                admin.password());
    }

    /** One of its databases, as Slipway deploys. */
    Database deploying(String team, String name) {
        Database inside = in(team + "_" + name);
        return new Database(inside.url(), team + "_" + name + "_deploy", environment.get(variable(team, name)));
    }

    String git(String team, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--git-dir", repository(team).toString()));
        all.addAll(List.of(arguments));
        return new NativeClient(Path.of("/usr/bin/git"))
                .run(Map.of(), "", all.toArray(String[]::new))
                .orFail();
    }

    static String rows(Database database, String sql) throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.append(row).append('\n');
            }
        }
        return rows.toString();
    }
}
