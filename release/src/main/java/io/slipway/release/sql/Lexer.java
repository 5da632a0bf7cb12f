package io.slipway.release.sql;

import java.util.Locale;

/**
 * Cuts a {@link ScriptWindow} into {@link Token}s. After {@link #next} the token lies from {@link #start} to the
 * window's {@code pos}; it becomes a string only when somebody asks.
 */
final class Lexer {
    private static final byte SPACE = 1;
    private static final byte LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte WORD_SIGN = 4;
    private static final char[] NO_TERMINATOR = {};

    /** Whether a string that follows an escape string goes on with it, as PostgreSQL does across a line end. */
    private enum Continuation {
        NONE,
        SAME_LINE,
        NEXT_LINE
    }

    private final ScriptWindow in;
    private final Syntax syntax;
    private final byte[] kinds = new byte[128];
    private char[] terminator = NO_TERMINATOR;
    private int terminatorFirst = -1;
    private Continuation continuation = Continuation.NONE;

    /** Index of the first character of the latest token. */
    int start;

    /** No token of the statement has been read yet: there MySQL's client takes any {@code --} for a comment. */
    boolean leading;

    Lexer(ScriptWindow in, Syntax syntax) {
        this.in = in;
        this.syntax = syntax;
        for (int c = 0; c < kinds.length; c++) {
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_') {
                kinds[c] = LETTER;
            } else if (c >= '0' && c <= '9') {
                kinds[c] = DIGIT;
            } else if (c == ' ' || c >= '\t' && c <= '\r') {
                kinds[c] = SPACE;
            } else if (syntax.wordSigns().indexOf(c) >= 0) {
                kinds[c] = WORD_SIGN;
            }
        }
    }

    /** From here on this text ends a statement; an empty text leaves nothing that does. */
    void terminator(String text) {
        terminator = text.toCharArray();
        terminatorFirst = terminator.length == 0 ? -1 : terminator[0];
    }

    Token next() {
        start = in.pos;
        int c = in.at(start);
        if (c < 0) {
            return Token.END;
        }
        if (c == terminatorFirst && in.startsWith(start, terminator)) {
            in.pos = start + terminator.length;
            return Token.TERMINATOR;
        }
        byte kind = kind(c);
        if (kind == SPACE) {
            return space();
        }
        Token token = switch (kind) {
            case LETTER -> word();
            case DIGIT -> number();
            case WORD_SIGN -> syntax.dollarQuotes() ? dollar() : word();
            default -> other((char) c);
        };
        if (token != Token.COMMENT && token != Token.STRING) {
            continuation = Continuation.NONE;
        }
        return token;
    }

    /** Does the latest token spell this keyword, given in capitals? */
    boolean is(String keyword) {
        int length = in.pos - start;
        if (length != keyword.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = in.chars[start + i];
            if ((c >= 'a' && c <= 'z' ? c - 32 : c) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    char symbol() {
        return in.chars[start];
    }

    String text() {
        return in.text(start, in.pos);
    }

    /** The latest token in capitals. */
    String keyword() {
        return text().toUpperCase(Locale.ROOT);
    }

    private byte kind(int c) {
        return c < 128 ? kinds[c] : c == '\uFEFF' && in.atScriptStart(start) ? SPACE : LETTER;
    }

    private Token space() {
        int index = start + 1;
        do {
            char[] chars = in.chars;
            while (index < in.end && chars[index] <= ' ' && kinds[chars[index]] == SPACE) {
                index++;
            }
        } while (index == in.end && in.more());
        in.pos = index;
        if (continuation == Continuation.SAME_LINE && in.text(start, index).matches("(?s).*[\\r\\n].*")) {
            continuation = Continuation.NEXT_LINE;
        }
        return Token.SPACE;
    }

    private Token word() {
        int index = start + 1;
        while (true) {
            char[] chars = in.chars;
            int c = 0;
            while (index < in.end && ((c = chars[index]) >= 128 || kinds[c] >= LETTER) && c != terminatorFirst) {
                index++;
            }
            if (index == in.end) {
                if (in.more()) {
                    continue;
                }
                break;
            }
            if (c != terminatorFirst || kind(c) < LETTER || in.startsWith(index, terminator)) {
                break;
            }
            index++;
        }
        in.pos = index;
        return index - start <= 2 ? prefixed(index) : Token.WORD;
    }

    /** A word so short that it may be the prefix of a literal. */
    private Token prefixed(int index) {
        int quote = in.at(index);
        if (quote == '\'' && syntax.prefixes().contains(keyword())) {
            in.pos = index + 1;
            if (syntax.oracleQuotes() && (is("Q'") || is("NQ'"))) {
                return alternativeQuote(index + 1);
            }
            boolean escapes = syntax.mysql() || syntax.dollarQuotes() && is("E'");
            quoted('\'', escapes, true, "string");
            continuation = syntax.dollarQuotes() && escapes ? Continuation.SAME_LINE : Continuation.NONE;
            return Token.STRING;
        }
        if (syntax.dollarQuotes() && quote == '&' && is("U")) {
            int next = in.at(index + 1);
            if (next == '\'' || next == '"') {
                in.pos = index + 2;
                quoted((char) next, false, true, next == '"' ? "quoted name" : "string");
                continuation = Continuation.NONE;
                return next == '"' ? Token.NAME : Token.STRING;
            }
        }
        return Token.WORD;
    }

    /** Digits and what clings to them: a fraction, an exponent, a hexadecimal or an ill-formed tail. */
    private Token number() {
        int index = start + 1;
        while (true) {
            int c = in.at(index);
            if (c < 0 || c == terminatorFirst && in.startsWith(index, terminator)) {
                break;
            }
            boolean clings = kind(c) >= LETTER && !(c == '$' && syntax.dollarQuotes())
                    || c == '.' && in.at(index + 1) != '.'
                    || (c == '+' || c == '-') && exponentSign(index);
            if (!clings) {
                break;
            }
            index++;
        }
        in.pos = index;
        return Token.NUMBER;
    }

    private boolean exponentSign(int index) {
        int digit = in.at(index + 1);
        return (in.chars[index - 1] | 32) == 'e'
                && digit >= '0'
                && digit <= '9'
                && (index - start < 2 || (in.chars[start + 1] | 32) != 'x');
    }

    private Token other(char c) {
        switch (c) {
            case '\'' -> {
                in.pos = start + 1;
                boolean escapes = syntax.mysql() || continuation == Continuation.NEXT_LINE;
                quoted('\'', escapes, true, "string");
                continuation = syntax.dollarQuotes() && escapes ? Continuation.SAME_LINE : Continuation.NONE;
                return Token.STRING;
            }
            case '"' -> {
                in.pos = start + 1;
                quoted('"', syntax.mysql(), true, syntax.mysql() ? "string" : "quoted name");
                continuation = Continuation.NONE;
                return syntax.mysql() ? Token.STRING : Token.NAME;
            }
            case '`' -> {
                return syntax.backticks() ? name('`', true) : symbolToken();
            }
            case '[' -> {
                return syntax.brackets() ? name(']', syntax.bracketsDoubled()) : symbolToken();
            }
            case '-' -> {
                return in.at(start + 1) == '-' && dashesComment() ? lineComment() : symbolToken();
            }
            case '#' -> {
                return syntax.mysql() ? lineComment() : symbolToken();
            }
            case '/' -> {
                return in.at(start + 1) == '*' ? blockComment() : symbolToken();
            }
            default -> {
                return symbolToken();
            }
        }
    }

    private Token symbolToken() {
        in.pos = start + 1;
        return Token.SYMBOL;
    }

    private Token name(char close, boolean doubled) {
        in.pos = start + 1;
        quoted(close, false, doubled, "quoted name");
        return Token.NAME;
    }

    /** Reads from {@code pos}, behind the opening quote, to behind the closing one. */
    private void quoted(char quote, boolean escapes, boolean doubled, String what) {
        int index = in.pos;
        while (true) {
            char[] chars = in.chars;
            char c = 0;
            while (index < in.end && (c = chars[index]) != quote && !(escapes && c == '\\')) {
                index++;
            }
            if (index >= in.end) {
                if (in.more()) {
                    continue;
                }
                throw unterminated(what);
            }
            if (c != quote || doubled && in.at(index + 1) == quote) {
                index += 2;
                continue;
            }
            in.pos = index + 1;
            return;
        }
    }

    /** Oracle's {@code q'[it's]'}; {@code open} is the index of the opening delimiter. */
    private Token alternativeQuote(int open) {
        int c = in.at(open);
        int close = switch (c) {
            case '[' -> ']';
            case '{' -> '}';
            case '(' -> ')';
            case '<' -> '>';
            default -> c;
        };
        for (int index = open + 1; ; index++) {
            int here = in.at(index);
            if (here < 0) {
                throw unterminated("string");
            }
            if (here == close && in.at(index + 1) == '\'') {
                in.pos = index + 2;
                return Token.STRING;
            }
        }
    }

    /** PostgreSQL's {@code $1}, {@code $tag$ … $tag$}, or a mere {@code $}. */
    private Token dollar() {
        int index = start + 1;
        int c = in.at(index);
        if (c >= '0' && c <= '9') {
            do {
                index++;
                c = in.at(index);
            } while (c >= '0' && c <= '9');
            in.pos = index;
            return Token.NUMBER;
        }
        while (c >= 0 && (kind(c) == LETTER || kind(c) == DIGIT && index > start + 1)) {
            index++;
            c = in.at(index);
        }
        if (c != '$') {
            return symbolToken();
        }
        char[] tag = in.text(start, index + 1).toCharArray();
        index++;
        while (true) {
            char[] chars = in.chars;
            while (index < in.end && chars[index] != '$') {
                index++;
            }
            if (index == in.end) {
                if (in.more()) {
                    continue;
                }
                throw unterminated("dollar-quoted string " + new String(tag));
            }
            if (in.startsWith(index, tag)) {
                in.pos = index + tag.length;
                continuation = Continuation.NONE;
                return Token.STRING;
            }
            index++;
        }
    }

    private boolean dashesComment() {
        if (!syntax.mysql() || leading) {
            return true;
        }
        int third = in.at(start + 2);
        return third < 0 || third < 128 && kinds[third] == SPACE;
    }

    private Token lineComment() {
        int index = start + 1;
        do {
            char[] chars = in.chars;
            while (index < in.end && chars[index] != '\n' && !(chars[index] == '\r' && syntax.returnEndsComment())) {
                index++;
            }
        } while (index == in.end && in.more());
        in.pos = index;
        return Token.COMMENT;
    }

    private Token blockComment() {
        int sign = in.at(start + 2);
        if (syntax.mysql() && (sign == '!' || sign == 'M' && in.at(start + 3) == '!')) {
            return symbolToken();
        }
        int depth = 1;
        int index = start + 2;
        while (depth > 0) {
            char[] chars = in.chars;
            char c = 0;
            while (index < in.end && (c = chars[index]) != '*' && c != '/') {
                index++;
            }
            if (index == in.end) {
                if (in.more()) {
                    continue;
                }
                throw unterminated("comment");
            }
            int next = in.at(index + 1);
            if (c == '*' && next == '/') {
                depth--;
                index += 2;
            } else if (c == '/' && next == '*' && syntax.nestedComments()) {
                depth++;
                index += 2;
            } else {
                index++;
            }
        }
        in.pos = index;
        if (continuation != Continuation.NONE) {
            continuation = Continuation.NONE;
        }
        return syntax.mysql() && sign == '+' ? Token.HINT : Token.COMMENT;
    }

    private SplitException unterminated(String what) {
        return in.refuse("This " + what + " never ends", start);
    }
}
