package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects a script's header while its lines are read one after the other. */
final class HeaderReader {
    private static final Pattern LINE = Pattern.compile("--\\s*slipway\\s+([A-Za-z-]+)\\s*:\\s*(.*)");
    private static final Pattern ALMOST = Pattern.compile("(?i)--\\s*slipway\\b.*");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    /** Marks the rest of the file as the script's rollback. */
    static final Pattern ROLLBACK = Pattern.compile("--\\s*slipway\\s+rollback\\s*:\\s*");

    static final String NAMES =
            "Use letters, digits, '_', '.', '-', '@', '/' and ':', a letter or digit first; not AND, OR or NOT.";
    static final String EXPRESSIONS = "Write names with AND, OR, ! and parentheses, such as 'demo AND !prod'.";

    /** The one header that may be there several times. */
    private static final String EXEMPT = "exempt";

    private final String path;
    private Optional<String> id = Optional.empty();
    private final List<String> labels = new ArrayList<>();
    private Optional<String> contexts = Optional.empty();
    private final List<String> requires = new ArrayList<>();
    private boolean transaction = true;
    private boolean rework;
    private Optional<Duration> timeout = Optional.empty();
    private final List<String> parameters = new ArrayList<>();
    private final List<Exemption> exemptions = new ArrayList<>();
    private final List<String> adopted = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private boolean inBlockComment;
    private boolean ended;

    HeaderReader(String path) {
        this.path = path;
    }

    /** Whether the top of the script is over, so that no later line can be part of the header. */
    boolean ended() {
        return ended;
    }

    void line(int number, String raw) {
        String line = raw.strip();
        if (inBlockComment) {
            inBlockComment = !line.contains("*/");
            return;
        }
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith("/*") && !line.startsWith("/*!") && !line.startsWith("/*M!")) {
            int end = line.indexOf("*/", 2);
            inBlockComment = end < 0;
            ended = end >= 0 && end + 2 < line.length();
            return;
        }
        if (!line.startsWith("--") && !line.startsWith("#")) {
            ended = true;
            return;
        }
        Matcher header = LINE.matcher(line);
        if (header.matches()) {
            set(number, header.group(1), header.group(2).strip());
        } else if (ALMOST.matcher(line).matches() && !ROLLBACK.matcher(line).matches()) {
            throw bad(
                    number,
                    "This looks like a Slipway header and is none: " + line,
                    "Write it as '-- slipway key: value'.");
        }
    }

    private void set(int number, String key, String value) {
        if (!seen.add(key) && !key.equals(EXEMPT)) {
            throw bad(number, "The header '" + key + "' is there twice.", "Keep one; lists have commas.");
        }
        if (value.isEmpty()) {
            throw bad(number, "The header '" + key + "' says nothing.", "Give it a value, or take it out.");
        }
        switch (key) {
            case "id" -> id = Optional.of(id(number, value));
            case "labels" -> {
                labels.addAll(commaList(value));
                badLabel(labels).ifPresent(label -> {
                    throw bad(number, "'" + label + "' is no name for a label.", NAMES);
                });
            }
            case "contexts" -> {
                if (!isExpression(value)) {
                    throw bad(number, "'" + Expression.shown(value) + "' is no expression over contexts.", EXPRESSIONS);
                }
                contexts = Optional.of(value);
            }
            case "requires" -> requires.addAll(commaList(value));
            case "adopted" -> adopted.addAll(commaList(value));
            case "transaction" -> transaction = choice(number, key, value, "on", "off");
            case "rework" -> rework = choice(number, key, value, "yes", "no");
            case "timeout" -> timeout = Optional.of(duration(number, value));
            case "parameters" -> {
                for (String name : commaList(value)) {
                    if (!PARAMETER.matcher(name).matches()) {
                        throw bad(
                                number,
                                "'" + name + "' is no name for a parameter.",
                                "Use letters, digits, '_', '.' and '-'.");
                    }
                    parameters.add(name);
                }
            }
            case EXEMPT ->
                exemptions.add(Exemption.parse(value, number)
                        .orElseThrow(() -> bad(
                                number,
                                "'" + value + "' is no exemption from a rule.",
                                "Write " + Exemption.FORM + ".")));
            case "rollback" ->
                throw bad(
                        number,
                        "Something stands behind 'rollback:'.",
                        "The rollback begins on the next line, and goes on to the end of the file.");
            default ->
                throw bad(
                        number,
                        "The header '" + key + "' is not known.",
                        "Known are id, labels, contexts, requires, transaction, rework, timeout, parameters, exempt, adopted and rollback.");
        }
    }

    private String id(int number, String value) {
        if (value.length() > ScriptPath.LONGEST || ScriptPath.hasControl(value)) {
            throw bad(
                    number,
                    "The id is longer than " + ScriptPath.LONGEST + " characters, or has a control character in it.",
                    "Write a short name.");
        }
        return value;
    }

    static Optional<String> badLabel(List<String> labels) {
        return labels.stream().filter(label -> !Expression.isName(label)).findFirst();
    }

    static boolean isExpression(String text) {
        try {
            Expression.parse(text);
            return true;
        } catch (SlipwayException e) {
            return false;
        }
    }

    private boolean choice(int number, String key, String value, String yes, String no) {
        if (value.equals(yes) || value.equals(no)) {
            return value.equals(yes);
        }
        throw bad(number, "'" + key + "' must be " + yes + " or " + no + ", not '" + value + "'.", "");
    }

    private Duration duration(int number, String value) {
        return TimeText.parse(value)
                .orElseThrow(() -> bad(number, "'" + value + "' is no timeout.", "Write " + TimeText.FORM + "."));
    }

    static List<String> commaList(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    private SlipwayException bad(int number, String message, String help) {
        return SlipwayException.of(ErrorCode.SCRIPT_HEADER, message, help).at(new Location(path, number, 1));
    }

    ScriptHeader header() {
        return new ScriptHeader(
                id,
                List.copyOf(labels),
                contexts,
                List.copyOf(requires),
                transaction,
                rework,
                timeout,
                List.copyOf(parameters),
                List.copyOf(exemptions),
                List.copyOf(adopted));
    }
}
