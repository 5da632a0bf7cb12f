package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresSteps.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.Rights.Right;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
            rights.add(later("SELECT", "TABLES", wish.deploy(), schema(wish), read));
            rights.add(later("SELECT", "SEQUENCES", wish.deploy(), schema(wish), read));
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
        rights.addAll(later(session));
        rights.addAll(session.query(
                "SELECT s.setting FROM pg_catalog.pg_db_role_setting r, pg_catalog.unnest(r.setconfig) s(setting)"
                        + " WHERE r.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname ="
                        + " pg_catalog.current_database()) AND pg_catalog.pg_get_userbyid(r.setrole) = ? ORDER BY 1",
                row -> setting(row.getString(1), wish),
                wish.deploy()));
        return rights;
    }

    /** What anybody set out to give on what he will make, in any schema or in all. */
    private static List<Right> later(JdbcSession session) {
        return session.query(
                """
                SELECT a.privilege_type, k.objects, pg_get_userbyid(d.defaclrole), coalesce(n.nspname, ''),
                  CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
                FROM pg_catalog.pg_default_acl d
                JOIN (VALUES ('r', 'TABLES', 'r'), ('S', 'SEQUENCES', 's'), ('f', 'FUNCTIONS', 'f'), ('T', 'TYPES', 'T'),
                  ('n', 'SCHEMAS', 'n'), ('L', 'LARGE OBJECTS', 'L')) k(sort, objects, born) ON k.sort = d.defaclobjtype::text
                LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
                WHERE a.grantee <> d.defaclrole AND (n.oid IS NOT NULL OR NOT EXISTS (
                  SELECT FROM aclexplode(acldefault(k.born::"char", d.defaclrole)) y
                  WHERE y.grantee = a.grantee AND y.privilege_type = a.privilege_type))
                ORDER BY 4, 3, 2, 5, 1
                """,
                row -> later(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
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
                privilege + " on " + object.toLowerCase(Locale.ROOT).replace("\"", "") + " for " + grantee,
                "GRANT " + privilege + " ON " + object + " TO " + to,
                "REVOKE " + privilege + " ON " + object + " FROM " + to);
    }

    /**
     * A right on what a role will make.
     *
     * @param schema where; empty for anywhere
     */
    private static Right later(String privilege, String objects, String maker, String schema, String grantee) {
        String to = grantee.equals("PUBLIC") ? grantee : quoted(grantee);
        String begin = "ALTER DEFAULT PRIVILEGES FOR ROLE " + quoted(maker)
                + (schema.isEmpty() ? "" : " IN SCHEMA " + quoted(schema)) + " ";
        return new Right(
                privilege + " on later " + objects.toLowerCase(Locale.ROOT) + " of " + maker
                        + (schema.isEmpty() ? "" : " in schema " + schema) + " for " + grantee,
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
