package io.slipway.database.postgresql;

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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PasswordUtil;

/** The PostgreSQL server of one environment. */
final class PostgresPlace implements SqlPlace {
    /** Stands for the deploying role's password, as psql writes a variable. */
    static final String PASSWORD = ":'deploy_password'";

    private static final String MAINTENANCE = "postgres";
    private static final Pattern SSL_MODE = Pattern.compile("[?&]sslmode=([a-z-]+)");
    private final DatabaseWish wish;
    private final Secrets secrets;

    PostgresPlace(DatabaseWish wish, Secrets secrets) {
        this.wish = wish;
        this.secrets = secrets;
    }

    /** A session on the server's maintenance database, as the administrator. */
    JdbcSession server() {
        return admin(MAINTENANCE);
    }

    /** A session on the environment's database, as the administrator; empty while there is none. */
    Optional<JdbcSession> database() {
        try (JdbcSession server = server()) {
            if (server.first("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?", row -> 1, wish.database())
                    .isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(admin(wish.database()));
    }

    private JdbcSession admin(String database) {
        return PostgresConnector.session(new Address(
                wish.server().of(database), wish.admin(), secrets.of(wish.adminPassword()), Optional.empty()));
    }

    JdbcSession deploy() {
        return PostgresConnector.session(
                new Address(wish.url(), wish.deploy(), secrets.of(wish.deployPassword()), Optional.empty()));
    }

    /** Whether the server takes the role's password; true where it does not come to that. */
    boolean takesPassword() {
        try {
            deploy().close();
            return true;
        } catch (SlipwayException e) {
            return e.code() != ErrorCode.DATABASE_LOGIN_REFUSED
                    || String.valueOf(e.getMessage()).contains("pg_hba.conf");
        }
    }

    @Override
    public void run(SqlUnit unit) {
        try (JdbcSession session =
                unit.byDeploy() ? deploy() : admin(unit.database().isEmpty() ? MAINTENANCE : unit.database())) {
            if (unit.together()) {
                session.begin();
            }
            for (String statement : unit.statements()) {
                session.command(statement.contains(PASSWORD) ? withPassword(statement) : statement);
            }
            if (unit.together()) {
                session.commit();
            }
        } catch (SqlFailure e) {
            throw SqlPlace.stopped(e);
        }
    }

    /** Only what the password is checked with goes to the server, so that none of its logs can tell it. */
    private String withPassword(String statement) {
        String verifier =
                secrets.of(wish.deployPassword()).use(value -> PasswordUtil.encodeScramSha256(value.toCharArray()));
        return statement.replace(PASSWORD, PostgresAdmin.literal(verifier));
    }

    @Override
    public String command(SqlUnit unit) {
        StringBuilder text = new StringBuilder();
        boolean password = false;
        for (String statement : unit.statements()) {
            password |= statement.contains(PASSWORD);
            text.append(statement.strip()).append(";\n");
        }
        SecretReference login = unit.byDeploy() ? wish.deployPassword() : wish.adminPassword();
        String command = "PGPASSWORD=" + Shell.secret(login) + sslMode() + " psql -X -q -v ON_ERROR_STOP=1"
                + (unit.together() ? " -1" : "") + " -h " + wish.server().host() + " -p "
                + wish.server().port() + " -U " + Shell.word(unit.byDeploy() ? wish.deploy() : wish.admin()) + " -d "
                + (unit.byDeploy() ? wish.database() : unit.database().isEmpty() ? MAINTENANCE : unit.database());
        return Shell.given(
                command,
                (password ? "\\set deploy_password `printf %s " + Shell.secret(wish.deployPassword()) + "`\n" : "")
                        + text);
    }

    private String sslMode() {
        Matcher mode = SSL_MODE.matcher(wish.server().options());
        return mode.find() ? " PGSSLMODE=" + mode.group(1) : "";
    }

    /** What stands in the comment of all that we make. */
    static String mark(String team) {
        return "Made by slipway rollout for the team " + team;
    }

    static List<String> strings(JdbcSession session, String query, Object... parameters) {
        return session.query(query, row -> row.getString(1), parameters);
    }
}
