package io.slipway.database.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries that read the catalogue, one resource per family of objects, fitted to one major version of the server. A
 * line that ends in {@code -- since N} or {@code -- before N} is there only for such versions; {@code {user n}} keeps to
 * users' schemas, {@code {members pg_x o}} leaves out what belongs to an extension, {@code {units o}} keeps to the units
 * asked for.
 */
final class CatalogueSql {
    private static final Pattern SINCE = Pattern.compile("--.*\\bsince (\\d+)");
    private static final Pattern BEFORE = Pattern.compile("--.*\\bbefore (\\d+)");
    private static final Pattern USER = Pattern.compile("\\{user (\\w+)}");
    private static final Pattern MEMBERS = Pattern.compile("\\{members (\\w+) ([\\w.]+)}");
    private static final Pattern UNITS = Pattern.compile("\\{units ([\\w.]+)}");

    private final int major;

    CatalogueSql(int major) {
        this.major = major;
    }

    /** The query for all units of a family. */
    String all(String family) {
        return wrapped(UNITS.matcher(family(family)).replaceAll("true"));
    }

    /** The queries of a group for the units whose oids are parameter 1. */
    String some(Unit.Group group) {
        return Arrays.stream(group.families())
                .map(f -> UNITS.matcher(family(f)).replaceAll("$1 = any (\\$1)"))
                .map(this::wrapped)
                .collect(Collectors.joining("\nunion all\n"));
    }

    String resource(String name) {
        return fitted(text("catalogue/" + name));
    }

    /** Queries of a resource about single objects, by kind; {@code {oid}} and {@code {sub}} stand for which one. */
    Map<String, String> byKind(String resource) {
        Map<String, String> queries = new HashMap<>();
        String numbering = fitted(text("bridge/numbering"));
        for (String section : text(resource).split("(?m)^-- make ")) {
            int end = section.indexOf('\n');
            queries.put(
                    section.substring(0, end), fitted(section.substring(end + 1).replace("{numbering}", numbering)));
        }
        return queries;
    }

    /** Where each object of a family is, and what the server calls it. */
    String places(String family) {
        return "select f.kind, f.n1, f.n2, f.n3, f.suffix, f.part_class, f.part, f.sub, i.type, i.identity,"
                + " quote_ident(f.n1) as q1, quote_ident(f.n2) as q2, quote_ident(f.n3) as q3 from (\n"
                + UNITS.matcher(family(family)).replaceAll("true")
                + "\n) f, pg_identify_object(f.part_class, f.part, f.sub) i where f.kind <> 'default'";
    }

    String dependents(long type, long oid, int sub) {
        return fitted(text("bridge/dependents"))
                .replace("{class}", Long.toString(type))
                .replace("{oid}", Long.toString(oid))
                .replace("{sub}", Integer.toString(sub));
    }

    private String wrapped(String family) {
        return resource("row").replace("{family}", family);
    }

    private String family(String name) {
        String sql = USER.matcher(resource(name))
                .replaceAll("$1.nspname !~ '^pg_'"
                        + " and $1.nspname not in ('information_schema', 'slipway', 'slipway_watch')");
        return MEMBERS.matcher(sql)
                .replaceAll("not exists (select from pg_depend e where e.classid = '$1'::regclass"
                        + " and e.objid = $2 and e.deptype = 'e')");
    }

    private String fitted(String sql) {
        return sql.lines()
                .filter(line -> !line.startsWith("--"))
                .filter(line -> number(SINCE, line, 0) <= major && number(BEFORE, line, Integer.MAX_VALUE) > major)
                .map(line -> line.replaceFirst("\\s+-- (since|before) .*", ""))
                .collect(Collectors.joining("\n"));
    }

    private static int number(Pattern pattern, String line, int otherwise) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    static String text(String name) {
        try (InputStream in = CatalogueSql.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("no catalogue query " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
