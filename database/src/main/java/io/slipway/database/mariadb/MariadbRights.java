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
    private static final Pattern GRANT =
            Pattern.compile("GRANT (.+?) (?:ON (.+?) )?TO (.+?)(?: (?:IDENTIFIED|REQUIRE|WITH) .*)?");
    private static final String NOTHING = "USAGE";
    private static final String EVERYBODY = "PUBLIC";
    /** In databases, and on things in them. */
    private static final String GRANTED = "(SELECT user, host, db FROM mysql.db"
            + " UNION ALL SELECT user, host, db FROM mysql.tables_priv"
            + " UNION ALL SELECT user, host, db FROM mysql.procs_priv) granted";

    private MariadbRights() {}

    static List<Right> wished(DatabaseWish wish) {
        List<Right> rights = new ArrayList<>();
        rights.add(right("ALL PRIVILEGES", on(wish), user(wish.deploy())));
        wish.read().ifPresent(read -> rights.add(right("SELECT, SHOW VIEW", on(wish), quoted(read))));
        return rights;
    }

    /** What our accounts may anywhere, and what others may in our database, but for those of the team's own. */
    static List<Right> found(JdbcSession server, DatabaseWish wish) {
        List<String> ours = ours(wish);
        List<Right> rights = new ArrayList<>();
        ours.forEach(account -> rights.addAll(of(server, account, object -> true)));
        rights.addAll(actingAs(server, wish));
        if (!wish.existing()) {
            Pattern inside = Pattern.compile(
                    "((FUNCTION|PROCEDURE|PACKAGE|PACKAGE BODY) )?" + Pattern.quote(quoted(wish.database())) + "\\..*");
            strangers(server, wish, GRANTED, "REPLACE(db, '\\\\', '') = ?")
                    .forEach(account -> rights.addAll(of(
                            server,
                            account,
                            object -> inside.matcher(object.replace("\\", "")).matches())));
        }
        return rights;
    }

    /**
     * Accounts with rights by a pattern that covers our database and may cover others, such as {@code `pay%`.*}. Taking
     * them away would take them from those databases too.
     */
    static List<String> patterns(JdbcSession server, DatabaseWish wish) {
        return wish.existing()
                ? List.of()
                : strangers(
                        server, wish, "mysql.db", "? LIKE db AND REPLACE(db, '\\\\', '') <> '" + wish.database() + "'");
    }

    private static List<String> ours(DatabaseWish wish) {
        List<String> ours = new ArrayList<>(List.of(user(wish.deploy())));
        wish.read().ifPresent(read -> ours.add(quoted(read)));
        return ours;
    }

    /** Who may act as the deploying user, or make others members of the reading role. */
    private static List<Right> actingAs(JdbcSession server, DatabaseWish wish) {
        List<Right> rights = new ArrayList<>(server.query(
                "SELECT user, host FROM mysql.proxies_priv WHERE proxied_user = ? ORDER BY 1, 2",
                row -> right("PROXY", user(wish.deploy()), account(row.getString(1), row.getString(2))),
                wish.deploy()));
        wish.read()
                .ifPresent(read -> server.query(
                                "SELECT m.user, m.host FROM mysql.roles_mapping m LEFT JOIN mysql.user u"
                                        + " ON u.user = m.user AND u.host = m.host WHERE m.role = ?"
                                        + " AND m.admin_option = 'Y' AND COALESCE(u.create_user_priv, 'N') = 'N'"
                                        + " ORDER BY 1, 2",
                                row -> account(row.getString(1), row.getString(2)),
                                read)
                        .forEach(account -> rights.add(new Right(
                                "the right to make others members of " + read + " for " + account,
                                "GRANT " + quoted(read) + " TO " + account + " WITH ADMIN OPTION",
                                "REVOKE ADMIN OPTION FOR " + quoted(read) + " FROM " + account))));
        return rights;
    }

    /** All other accounts that are granted something in databases that fit. */
    private static List<String> strangers(JdbcSession server, DatabaseWish wish, String granted, String fits) {
        List<String> ours = ours(wish);
        return server
                .query(
                        "SELECT DISTINCT user, host FROM " + granted + " WHERE " + fits + " ORDER BY 1, 2",
                        row -> wish.others().contains(row.getString(1))
                                ? ""
                                : account(row.getString(1), row.getString(2)),
                        wish.database())
                .stream()
                .filter(account -> !account.isEmpty() && !ours.contains(account))
                .toList();
    }

    /** A role has no host; everybody is no role and needs no quotes. */
    private static String account(String user, String host) {
        if (user.equals(EVERYBODY) && host.isEmpty()) {
            return user;
        }
        return host.isEmpty() ? quoted(user) : quoted(user) + "@" + quoted(host);
    }

    private static List<Right> of(JdbcSession server, String account, Predicate<String> shown) {
        List<Right> rights = new ArrayList<>();
        if (!exists(server, account)) {
            return rights;
        }
        for (String line : server.query("SHOW GRANTS FOR " + account, row -> row.getString(1))) {
            Matcher grant = GRANT.matcher(line.replaceFirst(" WITH GRANT OPTION$", ""));
            // What roles of the account may is shown too, under their names.
            if (!grant.matches() || !grant.group(3).equals(account)) {
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

    /** As people read it: an underscore that is not escaped stands for any letter. */
    private static String plain(String object) {
        return object.replace("\\_", "").matches("`[^`]*[_%][^`]*`\\.\\*")
                ? object + " as a pattern"
                : object.replace("\\", "");
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
