package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeStep.plain;

import io.slipway.release.bridge.Crossing.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How facts about an object, as {@link BridgeSide#facts} tells them, are compared. */
final class BridgeFacts {
    /** What a fact is that does not hold. */
    static final String NONE = "";

    private BridgeFacts() {}

    /** Storage parameters and the like, a line each, as {@code name=value}. */
    static void settings(List<Statement> statements, String alter, @Nullable String from, @Nullable String to) {
        Map<String, String> before = pairs(from, "=");
        Map<String, String> after = pairs(to, "=");
        List<String> gone = before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .toList();
        if (!gone.isEmpty()) {
            statements.add(plain(alter + " RESET (" + String.join(", ", gone) + ")"));
        }
        List<String> set = after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .map(each -> each.getKey() + " = " + each.getValue())
                .toList();
        if (!set.isEmpty()) {
            statements.add(plain(alter + " SET (" + String.join(", ", set) + ")"));
        }
    }

    /** Options of foreign data; passwords stay as they are, for they are not compared. */
    static List<Statement> options(String alter, @Nullable String from, @Nullable String to) {
        Map<String, String> before = pairs(from, "=");
        Map<String, String> after = pairs(to, "=");
        List<String> parts = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> !after.containsKey(name) && !isSecret(name))
                .forEach(name -> parts.add("DROP \"" + name + '"'));
        after.forEach((name, value) -> {
            if (!isSecret(name) && !value.equals(before.get(name))) {
                parts.add((before.containsKey(name) ? "SET \"" : "ADD \"") + name + "\" '" + value.replace("'", "''")
                        + "'");
            }
        });
        return parts.isEmpty() ? List.of() : List.of(plain(alter + "(" + String.join(", ", parts) + ")"));
    }

    static boolean isSecret(String option) {
        return option.matches("(?i)password|sslpassword|passwd|passcode");
    }

    static Map<String, String> pairs(@Nullable String lines, String between) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines(lines)) {
            int at = line.indexOf(between);
            pairs.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + between.length()));
        }
        return pairs;
    }

    static List<String> lines(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    static boolean differs(String fact, Map<String, String> from, Map<String, String> to) {
        return !from.getOrDefault(fact, NONE).equals(to.getOrDefault(fact, NONE));
    }

    static boolean is(String fact, String value, Map<String, String> of) {
        return of.getOrDefault(fact, NONE).equals(value);
    }
}
