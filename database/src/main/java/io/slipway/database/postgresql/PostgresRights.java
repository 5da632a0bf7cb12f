package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresSteps.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.Rights.Right;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;

/** Rights in an environment's database: which are wished, which are there. */
final class PostgresRights {
    private PostgresRights() {}

    static String schema(DatabaseWish wish) {
        return wish.schema().orElse("public");
    }

    static List<Right> wished(DatabaseWish wish) {
        String database = "DATABASE " + quoted(wish.database());
        String schema = "SCHEMA " + quoted(schema(wish));
        List<Right> rights = new ArrayList<>();
        rights.add(granted("CONNECT", database, wish.deploy()));
        rights.add(granted("TEMPORARY", database, wish.deploy()));
        wish.schema().ifPresent(name -> rights.add(setting("search_path=" + name, wish)));
        if (wish.existing()) {
            // For the schema of the history. What holds inside is the business of those who made it, and of the
            // baseline.
            rights.add(granted("CREATE", database, wish.deploy()));
            return rights;
        }
        rights.add(granted("USAGE", schema, wish.deploy()));
        rights.add(granted("CREATE", schema, wish.deploy()));
        wish.read().ifPresent(read -> {
            rights.add(granted("CONNECT", database, read));
            rights.add(granted("USAGE", schema, read));
            rights.add(later("SELECT", "TABLES", read, wish));
            rights.add(later("SELECT", "SEQUENCES", read, wish));
        });
        return rights;
    }

    static List<Right> found(JdbcSession session, DatabaseWish wish) {
        List<Right> rights = new ArrayList<>(session.query(
                acl("pg_database", "datacl", "'d'", "datdba", "datname"),
                row -> granted(row.getString(1), "DATABASE " + quoted(wish.database()), row.getString(2)),
                wish.database()));
        rights.addAll(session.query(
                acl("pg_namespace", "nspacl", "'n'", "nspowner", "nspname"),
                row -> granted(row.getString(1), "SCHEMA " + quoted(schema(wish)), row.getString(2)),
                schema(wish)));
        rights.addAll(session.query(
                "SELECT a.privilege_type, CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'"
                        + " WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,"
                        + " CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee) END"
                        + " FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace,"
                        + " pg_catalog.aclexplode(d.defaclacl) a WHERE n.nspname = ?"
                        + " AND pg_catalog.pg_get_userbyid(d.defaclrole) = ? AND a.grantee <> d.defaclrole ORDER BY 2, 3, 1",
                row -> later(row.getString(1), row.getString(2), row.getString(3), wish),
                schema(wish),
                wish.deploy()));
        rights.addAll(session.query(
                "SELECT s.setting FROM pg_catalog.pg_db_role_setting r, pg_catalog.unnest(r.setconfig) s(setting)"
                        + " WHERE r.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname ="
                        + " pg_catalog.current_database()) AND pg_catalog.pg_get_userbyid(r.setrole) = ? ORDER BY 1",
                row -> setting(row.getString(1), wish),
                wish.deploy()));
        return rights;
    }

    /** Rights on one object of a catalogue, but for its owner's. */
    private static String acl(String catalogue, String column, String kind, String owner, String name) {
        return "SELECT a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee)"
                + " END FROM pg_catalog." + catalogue + " o, pg_catalog.aclexplode(coalesce(o." + column
                + ", pg_catalog.acldefault(" + kind + ", o." + owner + "))) a WHERE o." + name
                + " = ? AND a.grantee <> o."
                + owner + " ORDER BY 2, 1";
    }

    private static Right granted(String privilege, String object, String grantee) {
        String to = grantee.equals("PUBLIC") ? grantee : quoted(grantee);
        return new Right(
                privilege + " on " + object.toLowerCase(java.util.Locale.ROOT).replace("\"", "") + " for " + grantee,
                "GRANT " + privilege + " ON " + object + " TO " + to,
                "REVOKE " + privilege + " ON " + object + " FROM " + to);
    }

    /** A right on what the deploying role will make. */
    private static Right later(String privilege, String objects, String grantee, DatabaseWish wish) {
        String to = grantee.equals("PUBLIC") ? grantee : quoted(grantee);
        String begin = "ALTER DEFAULT PRIVILEGES FOR ROLE " + quoted(wish.deploy()) + " IN SCHEMA "
                + quoted(schema(wish)) + " ";
        return new Right(
                privilege + " on later " + objects.toLowerCase(java.util.Locale.ROOT) + " for " + grantee,
                begin + "GRANT " + privilege + " ON " + objects + " TO " + to,
                begin + "REVOKE " + privilege + " ON " + objects + " FROM " + to);
    }

    private static Right setting(String text, DatabaseWish wish) {
        String name = text.substring(0, text.indexOf('='));
        String value = text.substring(text.indexOf('=') + 1);
        String begin = "ALTER ROLE " + quoted(wish.deploy()) + " IN DATABASE " + quoted(wish.database()) + " ";
        return new Right(
                "setting " + text + " for " + wish.deploy(),
                begin + "SET " + name + " = '" + value.replace("'", "''") + "'",
                begin + "RESET " + name);
    }
}
