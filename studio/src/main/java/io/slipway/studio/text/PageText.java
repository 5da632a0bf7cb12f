package io.slipway.studio.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a page says, without what differs each time it is opened: two texts differ only when the console changed. */
public final class PageText {
    private static final Map<Pattern, String> VARYING = varying();

    private PageText() {}

    private static Map<Pattern, String> varying() {
        Map<Pattern, String> varying = new LinkedHashMap<>();
        // whether a target answered at once depends on the machine
        varying.put(Pattern.compile("It has not answered yet\\..*Load the page again for its answer\\."), "");
        varying.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "MOMENT");
        varying.put(Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"), "ID");
        varying.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?( UTC)?"), "MOMENT");
        varying.put(Pattern.compile("\\b\\d\\d:\\d\\d(:\\d\\d)?\\b"), "TIME");
        varying.put(Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d\\b"), "DAY");
        varying.put(Pattern.compile("\\b(just now|\\d+ (s|min|h|d) ago|in \\d+ (days?|s|min|h|d)\\b)"), "AGO");
        varying.put(Pattern.compile("\\b[0-9.]+ ?(ms|s|min)\\b"), "DURATION");
        varying.put(Pattern.compile("\\b[0-9a-f]{12,64}\\b"), "DIGEST");
        varying.put(Pattern.compile("127\\.0\\.0\\.1:\\d+"), "ADDRESS");
        varying.put(Pattern.compile("(PostgreSQL|MariaDB|SQLite) [0-9.]+"), "$1 VERSION");
        varying.put(Pattern.compile("\\d+(?=\\s+\\w+@node)"), "MILLIS");
        return varying;
    }

    public static String normal(String text) {
        String normal = text;
        for (Map.Entry<Pattern, String> each : VARYING.entrySet()) {
            normal = each.getKey().matcher(normal).replaceAll(each.getValue());
        }
        return normal.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** In words: the first line in which two normal texts differ. */
    public static String difference(String before, String now) {
        List<String> old = before.lines().toList();
        List<String> lines = now.lines().toList();
        for (int i = 0; i < Math.max(old.size(), lines.size()); i++) {
            String was = i < old.size() ? old.get(i) : "";
            String is = i < lines.size() ? lines.get(i) : "";
            if (!was.equals(is)) {
                return "where it shows '" + was + "', the page says '" + is + "'";
            }
        }
        return "it differs";
    }
}
