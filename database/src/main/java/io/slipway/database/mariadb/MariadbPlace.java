package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.SqlPlace;
import io.slipway.database.provision.SqlUnit;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import io.slipway.rollout.provision.Secrets;
import io.slipway.rollout.provision.Shell;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The MariaDB server of one environment. */
final class MariadbPlace implements SqlPlace {
    /** A variable of the session that holds the deploying user's password. */
    static final String PASSWORD = "@deploy_password";

    private static final String SET = "SET " + PASSWORD + " = CONVERT(UNHEX('%s') USING utf8mb4)";
    private final DatabaseWish wish;
    private final Secrets secrets;

    MariadbPlace(DatabaseWish wish, Secrets secrets) {
        this.wish = wish;
        this.secrets = secrets;
    }

    /** A session on the server, as the administrator. */
    JdbcSession server() {
        return session(wish.server().of(""), wish.admin(), wish.adminPassword());
    }

    JdbcSession deploy() {
        return session(wish.url(), wish.deploy(), wish.deployPassword());
    }

    private JdbcSession session(String url, String user, SecretReference password) {
        Address address = new Address(url, user, secrets.of(password), Optional.empty());
        JdbcSession session = MariadbProduct.session(MariadbProduct.open(MariadbUrl.parse(url), address));
        try {
            session.command("SET sql_mode = 'STRICT_TRANS_TABLES', NAMES utf8mb4");
        } catch (SqlFailure e) {
            session.close();
            throw SqlPlace.stopped(e);
        }
        return session;
    }

    /** Whether the server takes the user's password. */
    boolean takesPassword() {
        try {
            session(wish.server().of(""), wish.deploy(), wish.deployPassword()).close();
            return true;
        } catch (SlipwayException e) {
            return e.code() == ErrorCode.DATABASE_UNREACHABLE;
        }
    }

    @Override
    public void run(SqlUnit unit) {
        try (JdbcSession session = unit.byDeploy() ? deploy() : server()) {
            if (needsPassword(unit)) {
                session.command(secrets.of(wish.deployPassword())
                        .use(value -> SET.formatted(HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)))));
            }
            for (String statement : unit.statements()) {
                session.command(statement);
            }
        } catch (SqlFailure e) {
            throw SqlPlace.stopped(e);
        }
    }

    private static boolean needsPassword(SqlUnit unit) {
        return unit.statements().stream().anyMatch(statement -> statement.contains(PASSWORD));
    }

    @Override
    public String command(SqlUnit unit) {
        String client = "MYSQL_PWD=" + Shell.secret(unit.byDeploy() ? wish.deployPassword() : wish.adminPassword())
                + " mariadb --no-defaults --default-character-set=utf8mb4"
                + (wish.server().options().contains("sslMode=disable") ? " --skip-ssl" : "") + " -h "
                + wish.server().host() + " -P " + wish.server().port() + " -u "
                + Shell.word(unit.byDeploy() ? wish.deploy() : wish.admin())
                + (unit.byDeploy() ? " " + wish.database() : "");
        StringBuilder text = new StringBuilder("SET sql_mode = 'STRICT_TRANS_TABLES';\n");
        unit.statements().forEach(statement -> text.append(statement).append(";\n"));
        if (!needsPassword(unit)) {
            return Shell.given(client, text.toString());
        }
        return "{\nprintf \"" + SET + ";\\n\" \"$(printf %s " + Shell.secret(wish.deployPassword())
                + " | od -An -v -tx1 | tr -d ' \\n')\"\n" + Shell.given("cat", text.toString()) + "\n} | " + client;
    }

    /** What a mark says. */
    static String mark(String team) {
        return "Made by slipway rollout for the team " + team;
    }
}
