package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresSteps.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.rollout.provision.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is there on a PostgreSQL server, against what is wished. */
final class PostgresLook {
    static final int HISTORY_TABLES = 4;

    private PostgresLook() {}

    /**
     * A role.
     *
     * @param powers attributes that none of ours has
     * @param limits what keeps it from its work, whatever its password
     * @param memberOf roles that it belongs to
     * @param members who may act as this role, but for those who administer roles
     */
    record Role(
            String name,
            Optional<String> comment,
            boolean login,
            List<String> powers,
            List<Limit> limits,
            List<String> memberOf,
            List<Member> members) {

        Look against(String mark, Wished wished) {
            if (!comment.equals(Optional.of(mark))) {
                return new Look.Foreign(
                        "The role " + name + " is there"
                                + (powers.isEmpty() ? "" : " with " + String.join(", ", powers))
                                + ", and was not made for this team"
                                + comment.map(text -> " (its comment: " + text + ")")
                                        .orElse("") + ".",
                        "Name another role in the rollout file.");
            }
            List<String> what = new ArrayList<>();
            List<String> remedy = new ArrayList<>();
            powers.forEach(power -> {
                what.add("it has " + power);
                remedy.add("ALTER ROLE " + quoted(name) + " NO" + power);
            });
            if (login != wished.login()) {
                what.add(login ? "it may log in" : "it may not log in");
                remedy.add("ALTER ROLE " + quoted(name) + (wished.login() ? " LOGIN" : " NOLOGIN"));
            }
            limits.forEach(limit -> {
                what.add(limit.what());
                remedy.add("ALTER ROLE " + quoted(name) + " " + limit.remedy());
            });
            for (Member member : members) {
                if (!wished.member(member.name())) {
                    what.add(member.name() + " is a member of it");
                    remedy.add("REVOKE " + quoted(name) + " FROM " + quoted(member.name()) + member.grantor()
                            + " CASCADE");
                } else if (member.admin() && !wished.others().contains(member.name())) {
                    what.add(member.name() + " may make others members of it");
                    remedy.add("REVOKE ADMIN OPTION FOR " + quoted(name) + " FROM " + quoted(member.name())
                            + member.grantor() + " CASCADE");
                }
            }
            for (String group : memberOf) {
                if (!wished.memberOf().contains(group)) {
                    what.add("it is a member of " + group);
                    remedy.add("REVOKE " + quoted(group) + " FROM " + quoted(name));
                }
            }
            for (String group : wished.memberOf()) {
                if (!memberOf.contains(group)) {
                    what.add("it is no member of " + group);
                    remedy.add("GRANT " + quoted(group) + " TO " + quoted(name));
                }
            }
            return what.isEmpty() ? new Look.AsWished() : new Look.Differs(String.join("; ", what), remedy);
        }
    }

    /**
     * What a role of ours is to be like.
     *
     * @param memberOf all that it is to belong to
     * @param members who may act as it; empty where that is the team's matter
     * @param others roles of the team's own, which are left alone
     */
    record Wished(boolean login, List<String> memberOf, Optional<List<String>> members, List<String> others) {

        boolean member(String name) {
            return members.isEmpty() || members.get().contains(name) || others.contains(name);
        }
    }

    /** @param remedy ends an {@code ALTER ROLE} that takes it away */
    record Limit(String what, String remedy) {}

    /**
     * @param admin whether he may make others members
     * @param grantor as REVOKE has to say it, from PostgreSQL 16 on: a membership is one per grantor there
     */
    record Member(String name, boolean admin, String grantor) {}

    /** Whoever administers roles may make himself a member of any, and is one of those that he made. */
    private static List<Member> members(JdbcSession server, String name) {
        return server.query("""
                SELECT u.rolname, m.admin_option, CASE WHEN current_setting('server_version_num')::int >= 160000
                  THEN ' GRANTED BY ' || quote_ident(pg_get_userbyid(m.grantor)) ELSE '' END
                FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
                JOIN pg_catalog.pg_roles u ON u.oid = m.member
                WHERE g.rolname = ? AND NOT u.rolsuper AND u.rolname <> current_user AND NOT (u.rolcreaterole AND (
                  current_setting('server_version_num')::int < 160000 OR EXISTS (SELECT FROM pg_catalog.pg_auth_members c
                    WHERE c.roleid = m.roleid AND c.member = m.member AND c.admin_option AND c.grantor = 10)))
                ORDER BY 1, 3
                """, row -> new Member(row.getString(1), row.getBoolean(2), row.getString(3)), name);
    }

    static Optional<Role> role(PostgresPlace place, String name) {
        try (JdbcSession server = place.server()) {
            List<Limit> limits =
                    server.query("""
                    SELECT 'it does not inherit what it is a member of', 'INHERIT'
                    FROM pg_catalog.pg_roles WHERE rolname = ? AND rolcanlogin AND NOT rolinherit
                    UNION ALL
                    SELECT 'it expired on ' || rolvaliduntil::date, 'VALID UNTIL ''infinity'''
                    FROM pg_catalog.pg_roles WHERE rolname = ? AND rolcanlogin AND rolvaliduntil <= now()
                    UNION ALL
                    SELECT 'it may connect only ' || rolconnlimit || ' times at once', 'CONNECTION LIMIT -1'
                    FROM pg_catalog.pg_roles WHERE rolname = ? AND rolcanlogin AND rolconnlimit >= 0
                    """, row -> new Limit(row.getString(1), row.getString(2)), name, name, name);
            List<String> memberOf = PostgresPlace.strings(
                    server,
                    "SELECT g.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid"
                            + " JOIN pg_catalog.pg_roles r ON r.oid = m.member WHERE r.rolname = ? ORDER BY 1",
                    name);
            return server.first(
                    "SELECT pg_catalog.shobj_description(oid, 'pg_authid'), rolcanlogin,"
                            + " pg_catalog.concat_ws(',', CASE WHEN rolsuper THEN 'SUPERUSER' END,"
                            + " CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,"
                            + " CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END)"
                            + " FROM pg_catalog.pg_roles WHERE rolname = ?",
                    row -> new Role(
                            name,
                            Optional.ofNullable(row.getString(1)),
                            row.getBoolean(2),
                            row.getString(3).isEmpty()
                                    ? List.of()
                                    : List.of(row.getString(3).split(",")),
                            limits,
                            memberOf,
                            members(server, name)),
                    name);
        }
    }

    /** Something that has an owner and may have a comment. */
    record Owned(String owner, Optional<String> comment) {}

    static Optional<Owned> database(JdbcSession server, String name) {
        return server.first(
                "SELECT pg_catalog.pg_get_userbyid(datdba), pg_catalog.shobj_description(oid, 'pg_database')"
                        + " FROM pg_catalog.pg_database WHERE datname = ?",
                row -> new Owned(row.getString(1), Optional.ofNullable(row.getString(2))),
                name);
    }

    static Look database(PostgresPlace place, String name, String owner, String mark) {
        try (JdbcSession server = place.server()) {
            return against(database(server, name), "DATABASE", name, owner, mark);
        }
    }

    static Optional<Owned> schema(JdbcSession session, String name) {
        return session.first(
                "SELECT pg_catalog.pg_get_userbyid(nspowner), pg_catalog.obj_description(oid, 'pg_namespace')"
                        + " FROM pg_catalog.pg_namespace WHERE nspname = ?",
                row -> new Owned(row.getString(1), Optional.ofNullable(row.getString(2))),
                name);
    }

    /** A schema that is there and in which the session's role can make nothing. */
    static Optional<Look> closed(JdbcSession session, String schema, String role) {
        return session.first(
                "SELECT pg_catalog.pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace"
                        + " WHERE nspname = ? AND NOT pg_catalog.has_schema_privilege(oid, 'CREATE')",
                row -> new Look.Foreign(
                        "The schema " + schema + " is there, owned by " + row.getString(1) + ", and " + role
                                + " may make nothing in it.",
                        "See whose it is. ALTER SCHEMA " + schema + " OWNER TO " + role + " gives it away."),
                schema);
    }

    static Look schema(JdbcSession session, String name, String owner, String mark) {
        return against(schema(session, name), "SCHEMA", name, owner, mark);
    }

    private static Look against(Optional<Owned> there, String what, String name, String owner, String mark) {
        if (there.isEmpty()) {
            return new Look.Absent();
        }
        Owned found = there.get();
        // Ours from the moment it is made: only its owner, which is ours, or a superuser can have given it to that
        // role.
        boolean unmarked = found.comment().isEmpty() && found.owner().equals(owner);
        if (!unmarked && !found.comment().equals(Optional.of(mark))) {
            String word = what.toLowerCase(java.util.Locale.ROOT);
            return new Look.Foreign(
                    "The " + word + " " + name + " is there, owned by " + found.owner()
                            + ", and was not made for this team.",
                    "Name another, or write 'existing: true' to take this one as it is.");
        }
        List<String> differences = new ArrayList<>();
        List<String> remedy = new ArrayList<>();
        if (unmarked) {
            differences.add("it is made and not marked yet");
            remedy.add("COMMENT ON " + what + " " + quoted(name) + " IS '" + mark + "'");
        }
        if (!found.owner().equals(owner)) {
            differences.add("it is owned by " + found.owner());
            remedy.add("ALTER " + what + " " + quoted(name) + " OWNER TO " + quoted(owner));
        }
        return differences.isEmpty() ? new Look.AsWished() : new Look.Differs(String.join("; ", differences), remedy);
    }
}
