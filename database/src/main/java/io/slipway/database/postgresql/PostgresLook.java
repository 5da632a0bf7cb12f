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
     * @param memberOf roles that it belongs to
     */
    record Role(String name, Optional<String> comment, boolean login, List<String> powers, List<String> memberOf) {

        /** @param wishedMemberOf all that it is to belong to */
        Look against(String mark, boolean wishedLogin, List<String> wishedMemberOf) {
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
            if (login != wishedLogin) {
                what.add(login ? "it may log in" : "it may not log in");
                remedy.add("ALTER ROLE " + quoted(name) + (wishedLogin ? " LOGIN" : " NOLOGIN"));
            }
            for (String group : memberOf) {
                if (!wishedMemberOf.contains(group)) {
                    what.add("it is a member of " + group);
                    remedy.add("REVOKE " + quoted(group) + " FROM " + quoted(name));
                }
            }
            for (String group : wishedMemberOf) {
                if (!memberOf.contains(group)) {
                    what.add("it is no member of " + group);
                    remedy.add("GRANT " + quoted(group) + " TO " + quoted(name));
                }
            }
            return what.isEmpty() ? new Look.AsWished() : new Look.Differs(String.join("; ", what), remedy);
        }
    }

    static Optional<Role> role(PostgresPlace place, String name) {
        try (JdbcSession server = place.server()) {
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
                            memberOf),
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
