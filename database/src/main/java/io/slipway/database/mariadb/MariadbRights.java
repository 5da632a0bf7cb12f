package io.slipway.database.mariadb;

import static io.slipway.database.mariadb.MariadbHistoryDialect.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.Rights.Right;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rights of an environment's users on a MariaDB server, as {@code SHOW GRANTS} words them. */
final class MariadbRights {
    private static final Pattern GRANT = Pattern.compile("GRANT (.+?) (?:ON (.+?) )?TO (.+?)(?: IDENTIFIED .*)?");
    private static final String NOTHING = "USAGE";

    private MariadbRights() {}

    static List<Right> wished(DatabaseWish wish) {
        List<Right> rights = new ArrayList<>();
        rights.add(right("ALL PRIVILEGES", on(wish), user(wish.deploy())));
        wish.read().ifPresent(read -> rights.add(right("SELECT, SHOW VIEW", on(wish), quoted(read))));
        return rights;
    }

    static List<Right> found(JdbcSession server, DatabaseWish wish) {
        List<Right> rights = new ArrayList<>(of(server, user(wish.deploy())));
        wish.read().ifPresent(read -> rights.addAll(of(server, quoted(read))));
        return rights;
    }

    private static List<Right> of(JdbcSession server, String account) {
        List<Right> rights = new ArrayList<>();
        if (!exists(server, account)) {
            return rights;
        }
        for (String line : server.query("SHOW GRANTS FOR " + account, row -> row.getString(1))) {
            Matcher grant = GRANT.matcher(line.replaceFirst(" WITH GRANT OPTION$", ""));
            if (grant.matches() && !grant.group(1).equals(NOTHING)) {
                rights.add(right(grant.group(1), grant.group(2) == null ? "" : grant.group(2), account));
            }
            if (line.endsWith(" WITH GRANT OPTION") && grant.matches()) {
                rights.add(right("GRANT OPTION", String.valueOf(grant.group(2)), account));
            }
        }
        return rights;
    }

    private static boolean exists(JdbcSession server, String account) {
        try {
            server.command("SHOW GRANTS FOR " + account);
            return true;
        } catch (SqlFailure e) {
            return false;
        }
    }

    /** In a GRANT an underscore of a database's name stands for any letter unless it is escaped. */
    private static String on(DatabaseWish wish) {
        return quoted(wish.database().replace("_", "\\_")) + ".*";
    }

    static String user(String name) {
        return quoted(name) + "@`%`";
    }

    private static Right right(String privileges, String object, String account) {
        String on = object.isEmpty() ? "" : " ON " + object;
        return new Right(
                privileges + (object.isEmpty() ? "" : " on " + object.replace("\\", "")) + " for "
                        + account.replace("@`%`", ""),
                "GRANT " + privileges + on + " TO " + account,
                "REVOKE " + privileges + on + " FROM " + account);
    }
}
