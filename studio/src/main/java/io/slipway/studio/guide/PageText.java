package io.slipway.studio.guide;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a page says, without what differs each time it is opened: two texts differ only when the console changed. */
final class PageText {
    private static final Map<Pattern, String> VARYING = varying();

    private PageText() {}

    private static Map<Pattern, String> varying() {
        Map<Pattern, String> varying = new LinkedHashMap<>();
        varying.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?( UTC)?"), "MOMENT");
        varying.put(Pattern.compile("\\b\\d\\d:\\d\\d(:\\d\\d)?\\b"), "TIME");
        varying.put(Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d\\b"), "DAY");
        varying.put(Pattern.compile("\\b(just now|\\d+ (s|min|h|d) ago|in \\d+ (s|min|h|d))"), "AGO");
        varying.put(Pattern.compile("\\b[0-9.]+ ?(ms|s|min)\\b"), "DURATION");
        varying.put(Pattern.compile("\\b[0-9a-f]{12,64}\\b"), "DIGEST");
        varying.put(Pattern.compile("127\\.0\\.0\\.1:\\d+"), "ADDRESS");
        varying.put(Pattern.compile("(PostgreSQL|MariaDB|SQLite) [0-9.]+"), "$1 VERSION");
        varying.put(Pattern.compile("\\d+(?=\\s+\\w+@node)"), "MILLIS");
        return varying;
    }

    static String normal(String text) {
        String normal = text;
        for (Map.Entry<Pattern, String> each : VARYING.entrySet()) {
            normal = each.getKey().matcher(normal).replaceAll(each.getValue());
        }
        return normal.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
