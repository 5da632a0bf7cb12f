package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes over the tokens of a statement, or of a part of one, from left to right. */
final class Reader {
    private final List<SqlToken> tokens;
    private int pos;

    Reader(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    boolean ended() {
        return pos >= tokens.size();
    }

    /** The token that comes next; empty at the end. */
    Optional<SqlToken> peek() {
        return ended() ? Optional.empty() : Optional.of(tokens.get(pos));
    }

    /** Where the next token starts, or the last one when there is no next. */
    int offset() {
        return tokens.isEmpty()
                ? 0
                : tokens.get(Math.min(pos, tokens.size() - 1)).offset();
    }

    /** Do these keywords come next? */
    boolean at(String... keywords) {
        for (int i = 0; i < keywords.length; i++) {
            if (pos + i >= tokens.size() || !tokens.get(pos + i).is(keywords[i])) {
                return false;
            }
        }
        return true;
    }

    /** Steps over these keywords if they come next, all of them. */
    boolean skip(String... keywords) {
        boolean there = at(keywords);
        if (there) {
            pos += keywords.length;
        }
        return there;
    }

    boolean skipAny(String... keywords) {
        for (String keyword : keywords) {
            if (skip(keyword)) {
                return true;
            }
        }
        return false;
    }

    /** @throws Unread at the end */
    SqlToken next() {
        if (ended()) {
            throw new Unread("it ends too early");
        }
        return tokens.get(pos++);
    }

    /** A name with its schema, if it has one; of more parts the last two. */
    Name name() {
        int start = offset();
        SqlToken last = part();
        Optional<String> schema = Optional.empty();
        while (skip(".")) {
            schema = Optional.of(last.content());
            last = part();
        }
        return new Name(schema, last.content(), last.quoted(), start);
    }

    private SqlToken part() {
        SqlToken token = next();
        if (!token.nameable() && token.kind() != SqlToken.Kind.STRING) {
            throw new Unread("'" + token.text() + "' stands where a name should");
        }
        return token;
    }

    List<Name> names() {
        List<Name> names = new ArrayList<>();
        do {
            names.add(name());
        } while (skip(","));
        return names;
    }

    /** What stands in the parentheses that open here, without them. */
    List<SqlToken> parentheses() {
        if (!skip("(")) {
            throw new Unread("a parenthesis is missing");
        }
        int start = pos;
        int depth = 1;
        while (depth > 0) {
            SqlToken token = next();
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
        return tokens.subList(start, pos - 1);
    }

    /** All that is left. */
    List<SqlToken> rest() {
        List<SqlToken> rest = tokens.subList(pos, tokens.size());
        pos = tokens.size();
        return rest;
    }

    /** Cut at the commas that stand in no parentheses or brackets. */
    static List<List<SqlToken>> parts(List<SqlToken> tokens) {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
            } else if (token.is(",") && depth == 0) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        if (start < tokens.size()) {
            parts.add(tokens.subList(start, tokens.size()));
        }
        return parts;
    }

    /** Do these keywords stand one after the other anywhere in the tokens? */
    static boolean has(List<SqlToken> tokens, String... keywords) {
        return find(tokens, 0, keywords) >= 0;
    }

    /** Where these keywords stand one after the other, from an index on; -1 when nowhere. */
    static int find(List<SqlToken> tokens, int from, String... keywords) {
        for (int i = from; i + keywords.length <= tokens.size(); i++) {
            int n = 0;
            while (n < keywords.length && tokens.get(i + n).is(keywords[n])) {
                n++;
            }
            if (n == keywords.length) {
                return i;
            }
        }
        return -1;
    }

    /** Where a keyword stands in no parentheses; -1 when nowhere. */
    static int outside(List<SqlToken> tokens, String keyword) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** Are all parentheses closed that are opened, and the other way round? */
    static boolean closed(List<SqlToken> tokens) {
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    /** A statement is not what it was taken for. */
    static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unread(String message) {
            super(message, null, false, false);
        }
    }
}
