package io.slipway.database.mariadb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as {@code SHOW CREATE TABLE} tells it, cut into what can be altered by itself. Each part is SQL as it stands
 * behind {@code ADD}; columns are in their order.
 *
 * @param columns name → definition without the name
 * @param keys name → line; the primary key's name is {@code PRIMARY}
 * @param options such as {@code ENGINE}, as they stand behind the columns, without {@code AUTO_INCREMENT}
 * @param partitions the whole clause; empty for most tables
 */
record MariadbTable(
        Map<String, String> columns,
        Map<String, String> keys,
        Map<String, String> foreignKeys,
        Map<String, String> checks,
        Map<String, String> options,
        boolean versioned,
        String partitions) {

    private static final String NAME = "`((?:[^`]|``)*)`";
    private static final Pattern COLUMN = Pattern.compile(NAME + " (.*)");
    private static final Pattern CONSTRAINT = Pattern.compile("CONSTRAINT " + NAME + " (FOREIGN KEY|CHECK) .*");
    private static final Pattern KEY = Pattern.compile("[A-Z ]*KEY " + NAME + ".*");
    private static final Pattern OPTION =
            Pattern.compile("(?<key>(?:DEFAULT )?[A-Z_]+)=(?<value>'(?:[^'\\\\]|''|\\\\.)*'|\\S+)");
    private static final Pattern NUMBER = Pattern.compile(" AUTO_INCREMENT=\\d+(?=[^\\n]*(?:\\n PARTITION|\\n/\\*|$))");

    /** @param created as the server says it, without its schema's name */
    static MariadbTable of(String created) {
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        Map<String, String> foreignKeys = new LinkedHashMap<>();
        Map<String, String> checks = new LinkedHashMap<>();
        List<String> lines = List.of(created.split("\n"));
        int end = 1;
        for (; end < lines.size() && !lines.get(end).startsWith(")"); end++) {
            String line = lines.get(end).strip();
            line = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
            Matcher column = COLUMN.matcher(line);
            Matcher constraint = CONSTRAINT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (column.matches()) {
                columns.put(plain(column.group(1)), column.group(2));
            } else if (constraint.matches()) {
                (constraint.group(2).equals("CHECK") ? checks : foreignKeys).put(plain(constraint.group(1)), line);
            } else if (line.startsWith("PRIMARY KEY")) {
                keys.put("PRIMARY", line);
            } else if (key.matches()) {
                keys.put(plain(key.group(1)), line);
            }
        }
        String options = end < lines.size() ? lines.get(end) : "";
        return new MariadbTable(
                columns,
                keys,
                foreignKeys,
                checks,
                options(options),
                options.contains(" WITH SYSTEM VERSIONING"),
                String.join("\n", lines.subList(Math.min(end + 1, lines.size()), lines.size()))
                        .strip());
    }

    private static Map<String, String> options(String line) {
        Map<String, String> options = new LinkedHashMap<>();
        Matcher option = OPTION.matcher(line);
        while (option.find()) {
            if (!option.group("key").equals("AUTO_INCREMENT")) {
                options.put(option.group("key"), option.group("value"));
            }
        }
        return options;
    }

    private static String plain(String quoted) {
        return quoted.replace("``", "`");
    }

    /** Without the number that the next row would get, which is no part of a schema. */
    static String unnumbered(String created) {
        return NUMBER.matcher(created).replaceFirst("");
    }

    /** The same without its foreign keys, for tables that point at each other. */
    static String withoutForeignKeys(String created) {
        List<String> lines = new ArrayList<>();
        for (String line : created.split("\n")) {
            Matcher constraint = CONSTRAINT.matcher(line.strip());
            if (!constraint.matches() || constraint.group(2).equals("CHECK")) {
                lines.add(line);
            }
        }
        for (int i = 1; i < lines.size(); i++) {
            String before = lines.get(i - 1);
            if (lines.get(i).startsWith(")") && before.endsWith(",")) {
                lines.set(i - 1, before.substring(0, before.length() - 1));
            }
        }
        return String.join("\n", lines);
    }
}
