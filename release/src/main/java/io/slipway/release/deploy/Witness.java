package io.slipway.release.deploy;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.Target;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database's catalogue says about a statement of whose outcome nothing is known. It decides nothing: who settles
 * the statement reads it, and says so when he knows better.
 *
 * @param says a sentence for people
 * @param done whether that speaks for the statement's being done, or against it; empty when for neither
 */
public record Witness(String says, Optional<Boolean> done) {
    private static final String NAME = "((?:[`\"]?[\\w$]+[`\"]?\\.)*[`\"]?[\\w$]+[`\"]?)";
    private static final Pattern CREATE = Pattern.compile(
            "CREATE (OR REPLACE )?(?:(?:UNIQUE|MATERIALIZED|TEMPORARY|UNLOGGED|DEFINER ?= ?\\S+) )*"
                    + "(TABLE|VIEW|INDEX|SEQUENCE|PROCEDURE|FUNCTION|TRIGGER|TYPE|DOMAIN|SCHEMA) "
                    + "(?:CONCURRENTLY )?(?:IF NOT EXISTS )?" + NAME + ".*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DROP = Pattern.compile(
            "DROP (?:MATERIALIZED )?(TABLE|VIEW|INDEX|SEQUENCE|PROCEDURE|FUNCTION|TRIGGER|TYPE|DOMAIN|SCHEMA) "
                    + "(?:CONCURRENTLY )?(?:IF EXISTS )?" + NAME + ".*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(
            "ALTER TABLE (?:ONLY )?(?:IF EXISTS )?" + NAME
                    + " (ADD|DROP) (?!CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|INDEX|KEY|PARTITION)"
                    + "(?:COLUMN )?(?:IF (?:NOT )?EXISTS )?" + NAME + "[^,]*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern EITHER =
            Pattern.compile("^[^(]*?\\bIF (NOT )?EXISTS\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> ROWS =
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "COPY");

    /** @return empty when the catalogue cannot tell */
    public static Optional<Witness> of(Target target, JournalEntry inDoubt) {
        String sql = inDoubt.note().orElse("").strip();
        boolean either = EITHER.matcher(sql).find();
        Matcher create = CREATE.matcher(sql);
        if (create.matches()) {
            return Optional.of(created(target, create.group(2), create.group(3), either || create.group(1) != null));
        }
        Matcher drop = DROP.matcher(sql);
        if (drop.matches()) {
            boolean there = has(target, drop.group(1), drop.group(2));
            return Optional.of(
                    there
                            ? new Witness(said("still has", drop.group(1), drop.group(2)), Optional.of(false))
                            : new Witness(said("has no", drop.group(1), drop.group(2)) + " any more", seen(either)));
        }
        Matcher column = COLUMN.matcher(sql);
        if (column.matches()) {
            boolean there = has(target, "column", bare(column.group(1)) + "." + bare(column.group(3)));
            boolean done = there == column.group(2).equalsIgnoreCase("ADD");
            return Optional.of(new Witness(
                    said(there ? "has" : "has no", "column", column.group(3)) + " of '" + bare(column.group(1)) + "'",
                    done ? seen(either) : Optional.of(false)));
        }
        return ROWS.contains(sql.split("\\s", 2)[0].toUpperCase(Locale.ROOT))
                ? Optional.of(
                        new Witness("it changes rows, which no catalogue tells of: look at them", Optional.empty()))
                : Optional.empty();
    }

    /** @param either it may have been so before */
    private static Optional<Boolean> seen(boolean either) {
        return either ? Optional.empty() : Optional.of(true);
    }

    private static Witness created(Target target, String kind, String name, boolean either) {
        boolean invalid =
                target.halfBuilt().stream().anyMatch(half -> half.name().equalsIgnoreCase(bare(name)));
        if (invalid) {
            return new Witness(said("has", kind, name) + ", half-built (INVALID)", Optional.of(false));
        }
        if (!has(target, kind, name)) {
            return new Witness(said("has no", kind, name), Optional.of(false));
        }
        return new Witness(
                said("has", kind, name) + (either ? ", which may be the one from before" : ""), seen(either));
    }

    /** Whether that speaks against a person's word. */
    public boolean contradicts(boolean word) {
        return done.filter(seen -> seen != word).isPresent();
    }

    private static String said(String has, String kind, String name) {
        return "the catalogue " + has + " " + kind.toLowerCase(Locale.ROOT) + " '" + bare(name) + "'";
    }

    /** A table's name may be qualified in the catalogue, a routine's be followed by its arguments. */
    private static boolean has(Target target, String kind, String name) {
        String wanted = (kind.equals("column") ? name : bare(name)).toLowerCase(Locale.ROOT);
        return target.catalogue().objects().values().stream()
                .filter(object -> object.kind().toLowerCase(Locale.ROOT).endsWith(kind.toLowerCase(Locale.ROOT)))
                .map(CatalogueObject::name)
                .map(found -> found.replace("`", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .map(found -> found.replaceFirst("\\(.*", ""))
                .anyMatch(found -> found.equals(wanted) || found.endsWith("." + wanted));
    }

    /** The last part of a name without its quotes; a column comes with its table's. */
    private static String bare(String name) {
        String plain = name.replace("`", "").replace("\"", "");
        return plain.substring(plain.lastIndexOf('.') + 1);
    }
}
