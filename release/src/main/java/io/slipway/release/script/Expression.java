package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression over names, such as {@code release-4 AND !hold}: and, or (also a comma), not, parentheses. */
public final class Expression {
    private static final String WORD = "[\\w.@/:-]+";
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\(|\\)|!|,|&&|\\|\\||" + WORD + ")", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}]" + WORD.replace('+', '*'), Pattern.UNICODE_CHARACTER_CLASS);
    /** More than anybody writes, and little enough for a parser that goes as deep as its text does. */
    private static final int LONGEST = 1_000;

    private static final int SHOWN = 80;
    private static final Set<String> OPERATORS = Set.of("and", "or", "not");

    private interface Node {
        boolean holds(Set<String> names);
    }

    private final Node node;
    private final String text;

    private Expression(Node node, String text) {
        this.node = node;
        this.text = text;
    }

    /** @throws SlipwayException {@code usage} */
    public static Expression parse(String text) {
        if (text.length() > LONGEST) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "'" + shown(text) + "' is too long: an expression has at most " + LONGEST + " characters.",
                    "Say it with fewer names.");
        }
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        Parser parser = new Parser(tokens, text);
        if (!text.substring(end).isBlank()) {
            throw parser.bad();
        }
        return new Expression(parser.whole(), text);
    }

    /** The text as a message shows it. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Whether an expression can name it: a label or a context. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !OPERATORS.contains(text.toLowerCase(Locale.ROOT));
    }

    public boolean holds(Set<String> names) {
        return node.holds(names);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Parser {
        private final List<String> tokens;
        private final String text;
        private int at;

        Parser(List<String> tokens, String text) {
            this.tokens = tokens;
            this.text = text;
        }

        Node whole() {
            Node node = either();
            if (at < tokens.size()) {
                throw bad();
            }
            return node;
        }

        private Node either() {
            Node left = both();
            while (taken("or") || taken("||") || taken(",")) {
                Node first = left;
                Node second = both();
                left = names -> first.holds(names) || second.holds(names);
            }
            return left;
        }

        private Node both() {
            Node left = negated();
            while (taken("and") || taken("&&")) {
                Node first = left;
                Node second = negated();
                left = names -> first.holds(names) && second.holds(names);
            }
            return left;
        }

        private Node negated() {
            if (taken("!") || taken("not")) {
                Node inner = negated();
                return names -> !inner.holds(names);
            }
            if (taken("(")) {
                Node inner = either();
                if (!taken(")")) {
                    throw bad();
                }
                return inner;
            }
            if (at >= tokens.size() || !isName(tokens.get(at))) {
                throw bad();
            }
            String name = tokens.get(at++);
            return names -> names.contains(name);
        }

        private boolean taken(String token) {
            if (at < tokens.size() && tokens.get(at).toLowerCase(Locale.ROOT).equals(token)) {
                at++;
                return true;
            }
            return false;
        }

        SlipwayException bad() {
            return SlipwayException.of(
                    ErrorCode.USAGE,
                    "'" + shown(text) + "' is no expression over labels or contexts.",
                    "Write names with AND, OR, ! and parentheses, such as 'release-4 AND !hold'.");
        }
    }
}
