package io.slipway.release.sql;

import java.util.List;

/**
 * Says which adjoining symbols are one token. {@link TokenDigest} is frozen on these rules.
 *
 * <p>PostgreSQL: the longest run of {@code + - * / < > = ~ ! @ # % ^ & | ` ?} that starts no comment; a run of several
 * ends in {@code +} or {@code -} only if it holds one of {@code ~ ! @ # % ^ & | ` ?}, else those are tokens of their
 * own. Besides, {@code ::}, {@code :=} and {@code ..}. All other dialects: the longest of {@link #FIXED}. Any other
 * symbol stands alone.
 */
abstract class Operators {
    /** Longest first. */
    static final List<String> FIXED = List.of(
            "->>", "<=>", "!<", "!=", "!>", "%=", "&&", "&=", "**", "*=", "+=", "-=", "->", "..", "/=", "::", ":=",
            "<<", "<=", "<>", "==", "=>", ">=", ">>", "^=", "|=", "||", "~=");

    static Operators of(Dialect dialect) {
        return dialect == Dialect.POSTGRESQL ? new Postgres() : new Fixed();
    }

    /** The index behind the token whose first character, a symbol, stands at this index. */
    abstract int end(ScriptWindow in, int start);

    private static final class Fixed extends Operators {
        /** What a fixed operator may go on with: most symbols need no further look. */
        private static final String SECOND = ">=<&*.:|";

        @Override
        int end(ScriptWindow in, int start) {
            int second = in.at(start + 1);
            if (second > 127 || SECOND.indexOf(second) < 0) {
                return start + 1;
            }
            for (String operator : FIXED) {
                if (operator.charAt(0) == in.chars[start] && matches(in, start, operator)) {
                    return start + operator.length();
                }
            }
            return start + 1;
        }
    }

    private static final class Postgres extends Operators {
        private static final String ANY = "+-*/<>=~!@#%^&|`?";
        private static final String MAY_PRECEDE_SIGN = "~!@#%^&|`?";

        @Override
        int end(ScriptWindow in, int start) {
            char first = in.chars[start];
            if (first == ':' || first == '.') {
                int second = in.at(start + 1);
                return start + (second == first || first == ':' && second == '=' ? 2 : 1);
            }
            int end = start;
            boolean signMayFollow = false;
            for (int c = in.at(end); c >= 0 && ANY.indexOf(c) >= 0 && !startsComment(in, end); c = in.at(++end)) {
                signMayFollow |= MAY_PRECEDE_SIGN.indexOf(c) >= 0;
            }
            while (!signMayFollow && end > start + 1 && (in.chars[end - 1] == '+' || in.chars[end - 1] == '-')) {
                end--;
            }
            return Math.max(end, start + 1);
        }

        private static boolean startsComment(ScriptWindow in, int index) {
            return matches(in, index, "--") || matches(in, index, "/*");
        }
    }

    private static boolean matches(ScriptWindow in, int index, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (in.at(index + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
