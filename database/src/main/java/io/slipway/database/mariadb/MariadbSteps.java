package io.slipway.database.mariadb;

import static io.slipway.database.mariadb.MariadbHistoryDialect.quoted;
import static io.slipway.database.mariadb.MariadbMarks.CHARACTERS;

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
import java.util.Map;
import java.util.Optional;

/** How an environment's database, users and rights are made on MariaDB. */
public final class MariadbSteps implements DatabaseSteps {

    @Override
    public String product() {
        return "mariadb";
    }

    /** Rights are the server's there, and in no database's catalogue. */
    @Override
    public boolean made(String team, DatabaseWish wish, CatalogueObject object) {
        return false;
    }

    @Override
    public List<Step> of(String team, DatabaseWish wish, Secrets secrets) {
        MariadbPlace place = new MariadbPlace(wish, secrets);
        return new Environment(team, wish, place, new MariadbMarks(team, place), new MariadbUndo(team, wish, place))
                .steps();
    }

    /** The steps of one environment. */
    private record Environment(
            String team, DatabaseWish wish, MariadbPlace place, MariadbMarks marks, MariadbUndo undo) {
        private static final SqlUnit MENDING = new SqlUnit("", false, false, List.of());

        List<Step> steps() {
            List<Step> steps = new ArrayList<>(List.of(login()));
            wish.read().ifPresent(read -> steps.add(read(read)));
            steps.add(database());
            steps.add(grants());
            steps.add(history());
            return steps;
        }

        private Step login() {
            List<String> statements = new ArrayList<>(marks.mark("user", wish.deploy()));
            statements.add("EXECUTE IMMEDIATE CONCAT(\"CREATE USER '" + wish.deploy() + "'@'%' IDENTIFIED BY \", QUOTE("
                    + MariadbPlace.PASSWORD + "))");
            return new SqlStep(
                    wish.step("login"),
                    "User " + wish.deploy() + " that Slipway logs in as",
                    List.of(),
                    place,
                    this::lookAtLogin,
                    List.of(new SqlUnit("", false, false, statements)),
                    MENDING,
                    () -> undo.account("user", wish.deploy()));
        }

        private Look lookAtLogin() {
            Look look = marks.look("user", wish.deploy());
            if (!(look instanceof Look.AsWished)) {
                return look;
            }
            List<String> namesakes = marks.namesakes(wish.deploy());
            if (!namesakes.isEmpty()) {
                return new Look.Foreign(
                        "There is also " + String.join(", ", namesakes)
                                + ". Whoever logs in from there is taken for that one first.",
                        "See who made it and why. DROP USER " + String.join(", ", namesakes) + " ends it.");
            }
            Map<String, String> limits = marks.limits(wish.deploy());
            if (!limits.isEmpty()) {
                return limited(limits);
            }
            if (marks.expired(wish.deploy())) {
                return new Look.Differs("its password has expired", List.of(givePassword()));
            }
            return place.takesPassword() ? look : notTaken();
        }

        /** Why the server does not let our user in. */
        private Look notTaken() {
            List<String> nameless = marks.nameless();
            if (!nameless.isEmpty()) {
                return new Look.Foreign(
                        "The password of " + wish.deploy() + " is not taken, and there are users without a name: "
                                + String.join(", ", nameless)
                                + ". Whoever logs in from there is taken for one of them first.",
                        "Drop them: DROP USER " + String.join(", ", nameless) + ".");
            }
            Map<String, String> transport = marks.transport(wish.deploy());
            if (transport.isEmpty()) {
                return new Look.Differs("its password is another", List.of(givePassword()));
            }
            return limited(transport);
        }

        private String givePassword() {
            return "EXECUTE IMMEDIATE CONCAT(\"ALTER USER '" + wish.deploy() + "'@'%' IDENTIFIED BY \", QUOTE("
                    + MariadbPlace.PASSWORD + "))";
        }

        private Look limited(Map<String, String> limits) {
            return new Look.Differs(
                    String.join("; ", limits.keySet()),
                    limits.values().stream()
                            .map(remedy -> "ALTER USER " + MariadbRights.user(wish.deploy()) + " " + remedy)
                            .toList());
        }

        private Step read(String read) {
            List<String> statements = new ArrayList<>(marks.mark("role", read));
            statements.add("CREATE ROLE " + quoted(read));
            return new SqlStep(
                    wish.step("read"),
                    "Role " + read + " for reading",
                    List.of(),
                    place,
                    () -> marks.look("role", read),
                    List.of(new SqlUnit("", false, false, statements)),
                    MENDING,
                    () -> undo.account("role", read));
        }

        private Step database() {
            String database = wish.database();
            List<String> statements = wish.existing()
                    ? List.of()
                    : List.of("CREATE DATABASE " + quoted(database) + " CHARACTER SET " + CHARACTERS + " COMMENT '"
                            + MariadbPlace.mark(team) + "'");
            return new SqlStep(
                    wish.step("database"),
                    "Database " + database + (wish.existing() ? " is there" : ""),
                    List.of(),
                    place,
                    this::lookAtDatabase,
                    statements.isEmpty() ? List.of() : List.of(new SqlUnit("", false, false, statements)),
                    MENDING,
                    undo::database);
        }

        private Look lookAtDatabase() {
            try (JdbcSession server = place.server()) {
                Optional<String> comment = MariadbMarks.database(server, wish.database());
                if (wish.existing()) {
                    return comment.isPresent()
                            ? new Look.AsWished()
                            : new Look.Foreign(
                                    "There is no database " + wish.database() + ".",
                                    "Leave 'existing: true' out to have it made.");
                }
                if (comment.isEmpty()) {
                    return new Look.Absent();
                }
                if (!comment.get().equals(MariadbPlace.mark(team))) {
                    return new Look.Foreign(
                            "The database " + wish.database() + " is there, and was not made for this team.",
                            "Name another, or write 'existing: true' to take this one as it is.");
                }
                return MariadbMarks.otherText(server, wish.database())
                        .map(what -> (Look) new Look.Differs(
                                what,
                                List.of("ALTER DATABASE " + quoted(wish.database()) + " CHARACTER SET " + CHARACTERS)))
                        .orElseGet(Look.AsWished::new);
            }
        }

        private Step grants() {
            List<Right> wished = MariadbRights.wished(wish);
            return new SqlStep(
                    wish.step("grants"),
                    "Rights in " + wish.database(),
                    List.of(wish.step("database"), wish.step("login")),
                    place,
                    () -> {
                        try (JdbcSession server = place.server()) {
                            List<String> patterns = MariadbRights.patterns(server, wish);
                            if (!patterns.isEmpty()) {
                                return new Look.Foreign(
                                        String.join(", ", patterns)
                                                + " may do something in all databases of a pattern that "
                                                + wish.database() + " fits.",
                                        "See with SHOW GRANTS FOR " + patterns.get(0)
                                                + ", and take it away; or name who"
                                                + " is meant to under 'others' in the rollout file.");
                            }
                            List<Right> found = MariadbRights.found(server, wish);
                            Look look = Rights.compare(wished, found, true);
                            return found.isEmpty() ? new Look.Absent() : look;
                        }
                    },
                    List.of(new SqlUnit(
                            "", false, false, wished.stream().map(Right::give).toList())),
                    MENDING,
                    undo::grants);
        }

        /** While user or database are not there, no history is; the steps before say what it needs. */
        private Look unseen(SlipwayException e) {
            if (marks.look("user", wish.deploy()) instanceof Look.Absent) {
                return new Look.Absent();
            }
            try (JdbcSession server = place.server()) {
                return MariadbMarks.database(server, wish.database()).isPresent()
                        ? SqlPlace.unseen(e)
                        : new Look.Absent();
            }
        }

        private Step history() {
            MariadbHistoryDialect tables = new MariadbHistoryDialect(wish.database());
            SqlUnit create = new SqlUnit(wish.database(), true, false, tables.create());
            return new SqlStep(
                    wish.step("history"),
                    "Tables for the history in " + wish.database(),
                    List.of(wish.step("grants")),
                    place,
                    () -> {
                        try (JdbcSession session = place.deploy()) {
                            int there = session.first(tables.existing(), row -> row.getInt(1))
                                    .orElse(0);
                            if (there == 0) {
                                return new Look.Absent();
                            }
                            return there == MariadbMarks.HISTORY_TABLES
                                    ? MariadbHistoryParts.look(session, wish.database())
                                    : new Look.Differs("only some are there", List.of());
                        } catch (SlipwayException e) {
                            return unseen(e);
                        }
                    },
                    List.of(create),
                    create,
                    undo::history);
        }
    }
}
