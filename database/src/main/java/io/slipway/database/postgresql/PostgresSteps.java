package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.Rights;
import io.slipway.database.provision.Rights.Right;
import io.slipway.database.provision.SqlPlace;
import io.slipway.database.provision.SqlStep;
import io.slipway.database.provision.SqlUnit;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.DatabaseSteps;
import io.slipway.rollout.provision.Look;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import io.slipway.rollout.provision.Secrets;
import io.slipway.rollout.provision.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an environment's database, roles and rights are made on PostgreSQL. All that we make carries a comment. */
public final class PostgresSteps implements DatabaseSteps {

    @Override
    public String product() {
        return "postgresql";
    }

    @Override
    public List<Step> of(String team, DatabaseWish wish, Secrets secrets) {
        PostgresPlace place = new PostgresPlace(wish, secrets);
        return new Environment(
                        PostgresPlace.mark(team), wish, place, new PostgresUndo(PostgresPlace.mark(team), wish, place))
                .steps();
    }

    @Override
    public boolean made(String team, DatabaseWish wish, CatalogueObject object) {
        return PostgresMade.all(PostgresPlace.mark(team), wish).test(object);
    }

    /** The steps of one environment. */
    private record Environment(String mark, DatabaseWish wish, PostgresPlace place, PostgresUndo undo) {

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            wish.owner().ifPresent(owner -> steps.add(owner(owner)));
            steps.add(login());
            wish.read().ifPresent(read -> steps.add(role("read", read, "for reading", Optional.empty())));
            steps.add(database());
            wish.schema().ifPresent(schema -> steps.add(schema(schema)));
            steps.add(grants());
            steps.add(history());
            return steps;
        }

        private Step owner(String owner) {
            if (!wish.existing()) {
                return role("owner", owner, "that owns the database", Optional.of(List.of(wish.deploy())));
            }
            return check(
                    "owner",
                    "Role " + owner + " is there",
                    () -> PostgresLook.role(place, owner)
                            .map(found -> (Look) new Look.AsWished())
                            .orElseGet(() -> missing("role " + owner)));
        }

        /**
         * A role that nobody logs in as.
         *
         * @param members who may act as it; empty for whomever the team lets
         */
        private Step role(String name, String role, String what, Optional<List<String>> members) {
            return new SqlStep(
                    wish.step(name),
                    "Role " + role + " " + what,
                    List.of(),
                    place,
                    () -> PostgresLook.role(place, role)
                            .map(found -> found.against(
                                    mark, new PostgresLook.Wished(false, List.of(), members, wish.others())))
                            .orElseGet(Look.Absent::new),
                    List.of(new SqlUnit(
                            "",
                            false,
                            true,
                            List.of("CREATE ROLE " + quoted(role) + " NOLOGIN", comment("ROLE", role), member(role)))),
                    new SqlUnit("", false, true, List.of()),
                    () -> undo.role(role));
        }

        private Step login() {
            String role = wish.deploy();
            List<String> statements = new ArrayList<>(List.of(
                    "CREATE ROLE " + quoted(role) + " LOGIN PASSWORD " + PostgresPlace.PASSWORD,
                    comment("ROLE", role),
                    member(role)));
            wish.owner().ifPresent(owner -> statements.add("GRANT " + quoted(owner) + " TO " + quoted(role)));
            return new SqlStep(
                    wish.step("login"),
                    "Role " + role + " that Slipway logs in as",
                    wish.owner().map(owner -> wish.step("owner")).stream().toList(),
                    place,
                    this::lookAtLogin,
                    List.of(new SqlUnit("", false, true, statements)),
                    new SqlUnit("", false, true, List.of()),
                    () -> undo.role(role));
        }

        private Look lookAtLogin() {
            Optional<PostgresLook.Role> found = PostgresLook.role(place, wish.deploy());
            if (found.isEmpty()) {
                return new Look.Absent();
            }
            Look look = found.get()
                    .against(
                            mark,
                            new PostgresLook.Wished(
                                    true, wish.owner().stream().toList(), Optional.of(List.of()), wish.others()));
            if (look instanceof Look.Foreign || !found.get().limits().isEmpty() || place.takesPassword()) {
                return look;
            }
            List<String> remedy = new ArrayList<>();
            String what = "its password is another";
            if (look instanceof Look.Differs differs) {
                remedy.addAll(differs.remedy());
                what = differs.what() + "; " + what;
            }
            remedy.add("ALTER ROLE " + quoted(wish.deploy()) + " PASSWORD " + PostgresPlace.PASSWORD);
            return new Look.Differs(what, remedy);
        }

        private Step database() {
            String database = wish.database();
            if (wish.existing()) {
                return check("database", "Database " + database + " is there", () -> {
                    try (JdbcSession server = place.server()) {
                        return PostgresLook.database(server, database).isPresent()
                                ? new Look.AsWished()
                                : missing("database " + database);
                    }
                });
            }
            String owner = wish.owner().orElseThrow();
            return new SqlStep(
                    wish.step("database"),
                    "Database " + database,
                    List.of(wish.step("owner")),
                    place,
                    () -> PostgresLook.database(place, database, owner, mark),
                    List.of(new SqlUnit(
                            "",
                            false,
                            false,
                            List.of(
                                    "CREATE DATABASE " + quoted(database) + " OWNER " + quoted(owner)
                                            + " TEMPLATE template0 ENCODING 'UTF8'",
                                    comment("DATABASE", database)))),
                    new SqlUnit("", false, true, List.of()),
                    undo::database);
        }

        private Step schema(String schema) {
            if (wish.existing()) {
                return check(
                        "schema",
                        "Schema " + schema + " is there",
                        () -> inDatabase(
                                session -> PostgresLook.schema(session, schema).isPresent()
                                        ? new Look.AsWished()
                                        : missing("schema " + schema)));
            }
            String owner = wish.owner().orElseThrow();
            return new SqlStep(
                    wish.step("schema"),
                    "Schema " + schema + " in " + wish.database(),
                    List.of(wish.step("database")),
                    place,
                    () -> inDatabase(session -> PostgresLook.schema(session, schema, owner, mark)),
                    List.of(new SqlUnit(
                            wish.database(),
                            false,
                            true,
                            List.of(
                                    "CREATE SCHEMA " + quoted(schema) + " AUTHORIZATION " + quoted(owner),
                                    comment("SCHEMA", schema)))),
                    new SqlUnit(wish.database(), false, true, List.of()),
                    () -> undo.schema(schema));
        }

        private Step grants() {
            List<String> statements = new ArrayList<>();
            if (!wish.existing()) {
                statements.add("REVOKE ALL ON DATABASE " + quoted(wish.database()) + " FROM PUBLIC");
                statements.add("REVOKE ALL ON SCHEMA " + quoted(PostgresRights.schema(wish)) + " FROM PUBLIC");
            }
            List<Right> wished = PostgresRights.wished(wish);
            wished.forEach(right -> statements.add(right.give()));
            return new SqlStep(
                    wish.step("grants"),
                    "Rights in " + wish.database(),
                    List.of(wish.step("database"), wish.step("login")),
                    place,
                    () -> inDatabase(session -> {
                        List<Right> found = PostgresRights.found(session, wish);
                        Look look = Rights.compare(wished, found, !wish.existing());
                        boolean none = found.stream().noneMatch(wished::contains);
                        return none && look instanceof Look.Differs ? new Look.Absent() : look;
                    }),
                    List.of(new SqlUnit(wish.database(), false, true, statements)),
                    new SqlUnit(wish.database(), false, true, List.of()),
                    undo::grants);
        }

        private Step history() {
            PostgresHistory tables = new PostgresHistory();
            return new SqlStep(
                    wish.step("history"),
                    "Tables for the history in " + wish.database(),
                    List.of(wish.step("grants")),
                    place,
                    () -> {
                        try (JdbcSession session = place.deploy()) {
                            int there = session.first(tables.existing(), row -> row.getInt(1))
                                    .orElse(0);
                            Optional<Look> closed = PostgresLook.closed(session, PostgresHistory.SCHEMA, wish.deploy());
                            if (closed.isPresent()) {
                                return closed.get();
                            }
                            return switch (there) {
                                case 0 -> new Look.Absent();
                                case PostgresLook.HISTORY_TABLES -> PostgresHistoryParts.look(session, wish);
                                default -> new Look.Differs("only some are there", List.of());
                            };
                        } catch (SlipwayException e) {
                            return PostgresLook.role(place, wish.deploy()).isEmpty() ? new Look.Absent() : unseen(e);
                        }
                    },
                    List.of(new SqlUnit(wish.database(), true, true, tables.create())),
                    new SqlUnit(wish.database(), true, true, tables.create()),
                    undo::history);
        }

        private SqlStep check(String name, String title, java.util.function.Supplier<Look> look) {
            return new SqlStep(
                    wish.step(name),
                    title,
                    List.of(),
                    place,
                    look,
                    List.of(),
                    new SqlUnit("", false, true, List.of()),
                    () -> "it was there before");
        }

        private static Look missing(String what) {
            return new Look.Foreign("There is no " + what + ".", "Leave 'existing: true' out to have it made.");
        }

        private Look inDatabase(java.util.function.Function<JdbcSession, Look> looking) {
            Optional<JdbcSession> session;
            try {
                session = place.database();
            } catch (SlipwayException e) {
                return unseen(e);
            }
            if (session.isEmpty()) {
                return new Look.Absent();
            }
            try (JdbcSession open = session.get()) {
                return looking.apply(open);
            }
        }

        /** What is in a database that is not there yet is not there either; the steps before say what it needs. */
        private Look unseen(SlipwayException e) {
            try (JdbcSession server = place.server()) {
                return PostgresLook.database(server, wish.database()).isPresent()
                        ? SqlPlace.unseen(e)
                        : new Look.Absent();
            }
        }

        private String comment(String what, String name) {
            return "COMMENT ON " + what + " " + quoted(name) + " IS '" + mark + "'";
        }

        /** An administrator who is no superuser gives things to a role only as its member. */
        private static String member(String role) {
            return "DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN GRANT "
                    + quoted(role) + " TO CURRENT_USER; END IF; END $$";
        }
    }

    static String quoted(String name) {
        return PostgresAdmin.name(name);
    }
}
