package io.slipway.release.sql;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A statement's tokens, less comments and white space, read no further than somebody asks. Words are in capitals;
 * everything else, quoted names included, is as written. What may stand before the first keyword (parentheses, MySQL's
 * {@code /*!50001}) is skipped.
 */
final class LeadingTokens {
    private static final int WINDOW = 256;

    private final Lexer lexer;
    private final List<String> tokens = new ArrayList<>();
    private boolean ended;

    LeadingTokens(Dialect dialect, String sql) {
        lexer = new Lexer(new ScriptWindow(new StringReader(sql), WINDOW), Syntax.of(dialect));
        Token token = significant();
        while (token == Token.SYMBOL || token == Token.NUMBER) {
            token = significant();
            if (token == Token.WORD && lexer.is("M") && dialect == Dialect.MYSQL) {
                token = significant();
            }
        }
        add(token);
    }

    /** The token at this place, from 0, or an empty text when the statement has fewer. */
    String at(int index) {
        while (tokens.size() <= index && !ended) {
            add(significant());
        }
        return index < tokens.size() ? tokens.get(index) : "";
    }

    boolean startsWith(String... expected) {
        return has(0, expected);
    }

    /** Do these tokens stand from this place on? */
    boolean has(int index, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!at(index + i).equals(expected[i])) {
                return false;
            }
        }
        return true;
    }

    /** The place of the first of these tokens, from the given one on, or -1. */
    int find(int from, int limit, Set<String> wanted) {
        for (int i = from; i < limit && !at(i).isEmpty(); i++) {
            if (wanted.contains(at(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The place behind the parenthesised group that starts here, or this place when none does. */
    int behindParentheses(int index) {
        int depth = 0;
        int i = index;
        do {
            if (at(i).equals("(")) {
                depth++;
            } else if (at(i).equals(")")) {
                depth--;
            }
            if (depth > 0 || at(i).equals(")")) {
                i++;
            }
        } while (depth > 0 && !at(i).isEmpty());
        return i;
    }

    private Token significant() {
        Token token;
        do {
            token = lexer.next();
        } while (token == Token.SPACE || token == Token.COMMENT || token == Token.HINT);
        return token;
    }

    private void add(Token token) {
        switch (token) {
            case END -> ended = true;
            case WORD -> tokens.add(lexer.keyword());
            default -> tokens.add(lexer.text());
        }
    }
}
