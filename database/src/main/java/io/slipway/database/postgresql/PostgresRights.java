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
    /** Those that were set for a role in this database; for the database itself where the role has no name. */
    private static final String SETTINGS_HERE =
            "SELECT s.setting FROM pg_catalog.pg_db_role_setting r, pg_catalog.unnest(r.setconfig) s(setting)"
                    + " WHERE r.setdatabase = (SELECT oid FROM pg_catalog.pg_database"
                    + " WHERE datname = pg_catalog.current_database())"
                    + " AND CASE r.setrole WHEN 0 THEN '' ELSE pg_catalog.pg_get_userbyid(r.setrole) END = ? ORDER BY 1";

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

    /** All that is there, but for what roles of the team's own have. */
    static List<Right> found(JdbcSession session, DatabaseWish wish) {
        List<Held> held = new ArrayList<>();
        held.addAll(on(session, "DATABASE", wish.database(), acl("pg_database", "datacl", "'d'", "datdba", "datname")));
        held.addAll(on(session, "SCHEMA", schema(wish), acl("pg_namespace", "nspacl", "'n'", "nspowner", "nspname")));
        if (wish.schema().isPresent()) {
            held.addAll(inPublic(session));
        }
        held.addAll(later(session));
        List<Right> rights = new ArrayList<>(held.stream()
                .filter(one -> !wish.others().contains(one.by()))
                .map(Held::right)
                .toList());
        rights.addAll(session.query(
                "SELECT s.setting, r.setdatabase = 0 FROM pg_catalog.pg_db_role_setting r,"
                        + " pg_catalog.unnest(r.setconfig) s(setting) WHERE r.setdatabase IN (0, (SELECT oid FROM"
                        + " pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))"
                        + " AND pg_catalog.pg_get_userbyid(r.setrole) = ? ORDER BY 2, 1",
                row -> row.getBoolean(2) ? everywhere(row.getString(1), wish) : setting(row.getString(1), wish),
                wish.deploy()));
        rights.addAll(ofWholeDatabase(session, wish));
        wish.owner().ifPresent(owner -> rights.addAll(ofRole(session, owner, wish)));
        wish.read().ifPresent(read -> rights.addAll(ofRole(session, read, wish)));
        return rights;
    }

    /** Settings that hold for whoever connects, the application too. */
    private static List<Right> ofWholeDatabase(JdbcSession session, DatabaseWish wish) {
        return session.query(
                SETTINGS_HERE,
                row -> setting(row.getString(1), "the whole database", "DATABASE " + quoted(wish.database())),
                "");
    }

    private static List<Right> ofRole(JdbcSession session, String role, DatabaseWish wish) {
        return session.query(
                SETTINGS_HERE,
                row -> setting(
                        row.getString(1), role, "ROLE " + quoted(role) + " IN DATABASE " + quoted(wish.database())),
                role);
    }

    /** @param by the role that has it, or {@code PUBLIC} */
    private record Held(String by, Right right) {}

    private static List<Held> on(JdbcSession session, String kind, String name, String acl) {
        String object = kind + " " + quoted(name);
        return session
                .query(
                        acl,
                        row -> {
                            String by = row.getString(2);
                            Held right = new Held(by, granted(row.getString(1), object, by));
                            return row.getBoolean(3)
                                    ? List.of(right, new Held(by, passing(row.getString(1), object, by)))
                                    : List.of(right);
                        },
                        name)
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Rights in the schema that every database is born with, but for those that everybody is born with. */
    private static List<Held> inPublic(JdbcSession session) {
        List<String> born = new ArrayList<>(List.of("USAGE"));
        if (session.query("SELECT current_setting('server_version_num')::int < 150000", row -> row.getBoolean(1))
                .get(0)) {
            born.add("CREATE");
        }
        List<String> texts = born.stream()
                .map(privilege ->
                        granted(privilege, "SCHEMA \"public\"", "PUBLIC").text())
                .toList();
        return on(session, "SCHEMA", "public", acl("pg_namespace", "nspacl", "'n'", "nspowner", "nspname")).stream()
                .filter(held -> !texts.contains(held.right().text()))
                .toList();
    }

    /** What anybody set out to give on what he will make, in any schema or in all. */
    private static List<Held> later(JdbcSession session) {
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
                row -> new Held(
                        row.getString(5),
                        later(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5))));
    }

    /** Rights on one object of a catalogue, but for its owner's. */
    private static String acl(String catalogue, String column, String kind, String owner, String name) {
        return "SELECT a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee)"
                + " END, a.is_grantable FROM pg_catalog." + catalogue + " o, pg_catalog.aclexplode(coalesce(o." + column
                + ", pg_catalog.acldefault(" + kind + ", o." + owner + "))) a WHERE o." + name
                + " = ? AND a.grantee <> o."
                + owner + " ORDER BY 2, 1";
    }

    private static Right granted(String privilege, String object, String grantee) {
        String to = grantee.equals("PUBLIC") ? grantee : quoted(grantee);
        return new Right(
                privilege + " on " + object.toLowerCase(Locale.ROOT).replace("\"", "") + " for " + grantee,
                "GRANT " + privilege + " ON " + object + " TO " + to,
                "REVOKE " + privilege + " ON " + object + " FROM " + to + " CASCADE");
    }

    /** That somebody may give his right to others. */
    private static Right passing(String privilege, String object, String grantee) {
        String what = privilege + " ON " + object;
        return new Right(
                "the right to pass on " + granted(privilege, object, grantee).text(),
                "GRANT " + what + " TO " + quoted(grantee) + " WITH GRANT OPTION",
                "REVOKE GRANT OPTION FOR " + what + " FROM " + quoted(grantee) + " CASCADE");
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

    /** A setting of the deploying role in all databases, which none of ours has. */
    private static Right everywhere(String text, DatabaseWish wish) {
        Right here = setting(text, wish);
        String in = " IN DATABASE " + quoted(wish.database());
        return new Right(
                here.text() + " in all databases",
                here.give().replace(in, ""),
                here.take().replace(in, ""));
    }

    private static Right setting(String text, DatabaseWish wish) {
        return setting(
                text, wish.deploy(), "ROLE " + quoted(wish.deploy()) + " IN DATABASE " + quoted(wish.database()));
    }

    /** @param of whose it is, for people; {@code what} says the same as SQL */
    private static Right setting(String text, String of, String what) {
        String name = text.substring(0, text.indexOf('='));
        String value = text.substring(text.indexOf('=') + 1);
        String begin = "ALTER " + what + " ";
        return new Right(
                "setting " + text + " for " + of,
                begin + "SET " + name + " = '" + value.replace("'", "''") + "'",
                begin + "RESET " + name);
    }
}
