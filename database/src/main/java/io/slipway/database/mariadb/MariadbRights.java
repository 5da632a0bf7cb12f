package io.slipway.database.mariadb;

import static io.slipway.database.mariadb.MariadbHistoryDialect.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.Rights.Right;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    /** What our accounts may anywhere, and what others may in our database. */
    static List<Right> found(JdbcSession server, DatabaseWish wish) {
        List<String> ours = new ArrayList<>(List.of(user(wish.deploy())));
        wish.read().ifPresent(read -> ours.add(quoted(read)));
        List<Right> rights = new ArrayList<>();
        ours.forEach(account -> rights.addAll(of(server, account, object -> true)));
        if (!wish.existing()) {
            Pattern inside = Pattern.compile(
                    "((FUNCTION|PROCEDURE|PACKAGE|PACKAGE BODY) )?" + Pattern.quote(quoted(wish.database())) + "\\..*");
            accounts(server, wish.database()).stream()
                    .filter(account -> !ours.contains(account))
                    .forEach(account -> rights.addAll(of(
                            server,
                            account,
                            object -> inside.matcher(plain(object)).matches())));
        }
        return rights;
    }

    /** All accounts with rights in a database or on things in it. A role has no host. */
    private static List<String> accounts(JdbcSession server, String database) {
        return server.query(
                "SELECT DISTINCT user, host FROM (SELECT user, host, db FROM mysql.db"
                        + " UNION ALL SELECT user, host, db FROM mysql.tables_priv"
                        + " UNION ALL SELECT user, host, db FROM mysql.procs_priv) a"
                        + " WHERE REPLACE(db, '\\\\', '') = ? ORDER BY 1, 2",
                row -> row.getString(2).isEmpty()
                        ? quoted(row.getString(1))
                        : quoted(row.getString(1)) + "@" + quoted(row.getString(2)),
                database);
    }

    private static List<Right> of(JdbcSession server, String account, Predicate<String> shown) {
        List<Right> rights = new ArrayList<>();
        if (!exists(server, account)) {
            return rights;
        }
        for (String line : server.query("SHOW GRANTS FOR " + account, row -> row.getString(1))) {
            Matcher grant = GRANT.matcher(line.replaceFirst(" WITH GRANT OPTION$", ""));
            if (!grant.matches()) {
                continue;
            }
            String object = grant.group(2) == null ? "" : grant.group(2);
            if (!shown.test(object)) {
                continue;
            }
            if (!grant.group(1).equals(NOTHING)) {
                rights.add(right(grant.group(1), object, account));
            }
            if (line.endsWith(" WITH GRANT OPTION")) {
                rights.add(right("GRANT OPTION", object, account));
            }
        }
        return rights;
    }

    private static String plain(String object) {
        return object.replace("\\", "");
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
                privileges + (object.isEmpty() ? "" : " on " + plain(object)) + " for " + account.replace("@`%`", ""),
                "GRANT " + privileges + on + " TO " + account,
                "REVOKE " + privileges + on + " FROM " + account);
    }
}
