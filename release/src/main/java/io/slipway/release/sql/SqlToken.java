package io.slipway.release.sql;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One token of a statement, for whoever reads what a statement says rather than how it must be run.
 *
 * @param text as written, quotes included
 * @param offset of its first character, from the start of the statement
 */
public record SqlToken(Kind kind, String text, int offset) {
    private static final int WINDOW = 1 << 12;

    public enum Kind {
        /** A keyword or a plain name. */
        WORD,
        /** A quoted name. */
        NAME,
        STRING,
        NUMBER,
        /** One character that is none of the above. */
        SYMBOL
    }

    /**
     * A statement's tokens, less comments and white space. What MySQL hides in {@code /*!50001 …} is shown, its marks
     * are not.
     *
     * @throws SplitException when the text cannot be cut into tokens
     */
    public static List<SqlToken> of(Dialect dialect, String sql) {
        return of(dialect, sql, Integer.MAX_VALUE);
    }

    /** Likewise, no more than the first so many. */
    public static List<SqlToken> of(Dialect dialect, String sql, int limit) {
        Lexer lexer = new Lexer(
                new ScriptWindow(new StringReader(sql), Math.min(sql.length() + 1, WINDOW)), Syntax.of(dialect));
        List<SqlToken> tokens = new ArrayList<>();
        int offset = 0;
        for (Token token = lexer.next(); token != Token.END && tokens.size() < limit; token = lexer.next()) {
            String text = lexer.text();
            switch (token) {
                case WORD -> tokens.add(new SqlToken(Kind.WORD, text, offset));
                case NAME -> tokens.add(new SqlToken(Kind.NAME, text, offset));
                case STRING -> tokens.add(new SqlToken(Kind.STRING, text, offset));
                case NUMBER -> tokens.add(new SqlToken(Kind.NUMBER, text, offset));
                case SYMBOL, TERMINATOR -> tokens.add(new SqlToken(Kind.SYMBOL, text, offset));
                case SPACE, COMMENT, HINT, END -> {}
            }
            offset += text.length();
        }
        return dialect == Dialect.MYSQL ? withoutMarks(tokens) : List.copyOf(tokens);
    }

    /** A list of tokens with one blank between each two, for messages. */
    public static String shown(List<SqlToken> tokens) {
        return tokens.stream().map(SqlToken::text).collect(Collectors.joining(" "));
    }

    private static List<SqlToken> withoutMarks(List<SqlToken> tokens) {
        List<SqlToken> left = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (touching(tokens, i, "/", "*", "!")) {
                i += 2;
                if (i + 1 < tokens.size()
                        && touching(tokens, i, "!", tokens.get(i + 1).text())) {
                    i += tokens.get(i + 1).kind == Kind.NUMBER ? 1 : 0;
                }
            } else if (touching(tokens, i, "/", "*", "M", "!")) {
                i += 3;
                if (i + 1 < tokens.size() && tokens.get(i + 1).kind == Kind.NUMBER) {
                    i++;
                }
            } else if (touching(tokens, i, "*", "/")) {
                i++;
            } else {
                left.add(tokens.get(i));
            }
        }
        return List.copyOf(left);
    }

    private static boolean touching(List<SqlToken> tokens, int from, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            if (from + i >= tokens.size()
                    || !tokens.get(from + i).text.equals(texts[i])
                    || i > 0
                            && tokens.get(from + i).offset
                                    != tokens.get(from + i - 1).end()) {
                return false;
            }
        }
        return true;
    }

    /** The offset behind it. */
    public int end() {
        return offset + text.length();
    }

    /** Is it this keyword, given in capitals? */
    public boolean is(String keyword) {
        return kind == Kind.WORD ? text.equalsIgnoreCase(keyword) : kind == Kind.SYMBOL && text.equals(keyword);
    }

    /** A word in capitals, or the text as it is. */
    public String word() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
    }

    public boolean quoted() {
        return kind == Kind.NAME;
    }

    /** Could it be a name? */
    public boolean nameable() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    /** A name as PostgreSQL's catalogue has it: without its quotes, and in small letters where it has none. */
    public String folded() {
        return quoted() ? content() : text.toLowerCase(Locale.ROOT);
    }

    /** What a name or string holds between its quotes. */
    public String content() {
        if (kind != Kind.NAME && kind != Kind.STRING) {
            return text;
        }
        if (text.startsWith("$")) {
            int tag = text.indexOf('$', 1) + 1;
            return text.substring(tag, text.length() - tag);
        }
        char quote = text.charAt(text.length() - 1);
        int first = text.indexOf(quote == ']' ? '[' : quote);
        String inside = text.substring(first + 1, text.length() - 1);
        return inside.replace("" + quote + quote, "" + quote);
    }

    /** Where the content begins, from the start of the statement. */
    public int contentOffset() {
        if (kind != Kind.NAME && kind != Kind.STRING) {
            return offset;
        }
        return offset
                + (text.startsWith("$") ? text.indexOf('$', 1) + 1 : text.indexOf(text.charAt(text.length() - 1)) + 1);
    }
}
