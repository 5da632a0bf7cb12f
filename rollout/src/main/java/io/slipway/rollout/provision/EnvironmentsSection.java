package io.slipway.rollout.provision;

import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the environments of the section {@code provision}. */
final class EnvironmentsSection {
    static final Set<String> KEYS = Set.of(
            "server",
            "admin",
            "admin-password",
            "database",
            "schema",
            "owner",
            "deploy",
            "deploy-password",
            "read",
            "others",
            "existing",
            "baseline",
            "protected");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    /** Fits every product and needs no quotes, so that what a runbook shows can be read. */
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,59}");

    /** A name that others chose; it stands in no statement. */
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$-]{0,127}");

    private EnvironmentsSection() {}

    static List<DatabaseWish> read(YamlSection provision, String product) {
        Optional<YamlSection> section = provision.section("environments");
        List<DatabaseWish> wishes = new ArrayList<>();
        if (section.isEmpty()) {
            return wishes;
        }
        Set<String> places = new HashSet<>();
        for (String name : section.get().names()) {
            if (!NAME.matcher(name).matches()) {
                throw section.get().invalidKey(name, "'" + name + "' is no name for an environment");
            }
            YamlSection entry = section.get().section(name).orElseThrow();
            DatabaseWish wish = one(name, entry.only(KEYS), product);
            if (!places.add(wish.url())) {
                throw entry.invalid("database", "two environments have the same database " + wish.database());
            }
            wishes.add(wish);
        }
        return wishes;
    }

    private static DatabaseWish one(String name, YamlSection entry, String product) {
        ServerUrl server = ServerUrl.parse(entry.text("server"))
                .filter(url -> url.product().equals(product))
                .orElseThrow(() -> entry.invalid(
                        "server",
                        "'server' must be the JDBC URL of one " + product + " server without a database, such as jdbc:"
                                + product + "://db.example.org:" + (product.equals("mariadb") ? 3306 : 5432) + "/"));
        String database = identifier(entry, "database", entry.text("database"));
        boolean mariadb = product.equals("mariadb");
        if (mariadb) {
            refuse(entry, "owner", "MariaDB knows no owners of databases; leave it out");
            refuse(entry, "schema", "in MariaDB a schema is a database; leave it out");
        }
        if (entry.optionalText("schema").filter("public"::equals).isPresent()) {
            throw entry.invalid("schema", "'public' is what it is without; leave it out");
        }
        boolean existing = entry.flag("existing");
        if (existing) {
            refuse(entry, "read", "who may read an existing database is its owner's matter; leave it out");
        } else {
            refuse(entry, "baseline", "only a database that is 'existing: true' is taken over at a baseline");
        }
        Optional<String> owner = mariadb || existing && !entry.has("owner")
                ? Optional.empty()
                : Optional.of(
                        identifier(entry, "owner", entry.optionalText("owner").orElse(database + "_owner")));
        DatabaseWish wish = new DatabaseWish(
                name,
                server,
                entry.text("admin"),
                ProvisionSection.secret(entry, "admin-password"),
                database,
                entry.optionalText("schema").map(text -> identifier(entry, "schema", text)),
                owner,
                identifier(entry, "deploy", entry.optionalText("deploy").orElse(database + "_deploy")),
                ProvisionSection.secret(entry, "deploy-password"),
                entry.optionalText("read").map(text -> identifier(entry, "read", text)),
                others(entry),
                existing,
                entry.optionalText("baseline"),
                entry.flag("protected"));
        distinct(entry, wish);
        return wish;
    }

    private static void distinct(YamlSection entry, DatabaseWish wish) {
        Set<String> roles = new HashSet<>(Set.of(wish.admin()));
        if (!roles.add(wish.deploy())) {
            throw entry.invalid("deploy", "'" + wish.deploy() + "' is the administrator; deploying needs less");
        }
        wish.owner().ifPresent(owner -> {
            if (!roles.add(owner)) {
                throw entry.invalid("owner", "'" + owner + "' has another part here already");
            }
        });
        wish.read().ifPresent(read -> {
            if (!roles.add(read)) {
                throw entry.invalid("read", "'" + read + "' has another part here already");
            }
        });
        wish.others().forEach(other -> {
            if (!roles.add(other)) {
                throw entry.invalid("others", "'" + other + "' has another part here already");
            }
        });
    }

    private static List<String> others(YamlSection entry) {
        List<String> others = entry.list("others");
        for (int i = 0; i < others.size(); i++) {
            if (!ACCOUNT.matcher(others.get(i)).matches()) {
                throw entry.invalidEntry("others", i, "'" + others.get(i) + "' is no name of a role or user");
            }
        }
        return others;
    }

    private static void refuse(YamlSection entry, String key, String why) {
        if (entry.has(key)) {
            throw entry.invalid(key, why);
        }
    }

    private static String identifier(YamlSection entry, String key, String text) {
        if (!IDENTIFIER.matcher(text).matches()) {
            throw entry.invalid(
                    key, "'" + text + "' must be small letters, digits and '_', a letter first, at most 60");
        }
        return text;
    }
}
