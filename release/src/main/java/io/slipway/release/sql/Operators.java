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
        @Override
        int end(ScriptWindow in, int start) {
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
            for (String operator : List.of("::", ":=", "..")) {
                if (matches(in, start, operator)) {
                    return start + operator.length();
                }
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
