package io.slipway.release.packaging;

import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a script is about, as far as its words tell: two scripts that are about the same are not proved in one group. A
 * guess, taken too wide rather than too narrow; where it is wrong, the proof finds out.
 *
 * @param changed names of what it makes, changes or drops
 * @param named all names in it
 * @param rows whether it changes rows
 * @param onlyRows whether it changes nothing else
 */
record Subjects(Set<String> changed, Set<String> named, boolean rows, boolean onlyRows) {
    private static final Set<String> ROWS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
    /** Words that may stand before a name. */
    private static final Set<String> BEFORE_NAME = Set.of(
            "CREATE",
            "ALTER",
            "DROP",
            "COMMENT",
            "OR",
            "REPLACE",
            "ON",
            "IF",
            "NOT",
            "EXISTS",
            "ONLY",
            "UNIQUE",
            "UNLOGGED",
            "TABLE",
            "INDEX",
            "VIEW",
            "SEQUENCE",
            "TYPE",
            "DOMAIN",
            "SCHEMA",
            "FUNCTION",
            "PROCEDURE",
            "COLUMN",
            "CONSTRAINT",
            "INSERT",
            "INTO",
            "UPDATE",
            "DELETE",
            "FROM",
            "MERGE",
            "RECURSIVE");

    /** What such statements change is not at their head alone. */
    private static final Set<String> WIDE = Set.of("TRIGGER", "POLICY", "STATISTICS", "ROUTINE", "AGGREGATE", "DROP");

    private static final Set<String> FAMILY = Set.of("OF", "INHERITS", "INHERIT", "ATTACH", "DETACH", "RENAME");

    static Subjects of(Dialect dialect, List<String> statements) {
        Set<String> changed = new HashSet<>();
        Set<String> named = new HashSet<>();
        int rows = 0;
        for (String statement : statements) {
            List<SqlToken> tokens = SqlToken.of(dialect, statement);
            boolean wide = false;
            for (SqlToken token : tokens) {
                if (token.nameable()) {
                    named.add(token.folded());
                    wide |= token.kind() == SqlToken.Kind.WORD && FAMILY.contains(token.word());
                }
            }
            rows += ROWS.contains(tokens.get(0).word()) ? 1 : 0;
            changed(tokens, wide, changed);
        }
        return new Subjects(changed, named, rows > 0, rows == statements.size());
    }

    /** What both are about. */
    Subjects and(Subjects other) {
        Set<String> changes = new HashSet<>(changed);
        changes.addAll(other.changed);
        Set<String> names = new HashSet<>(named);
        names.addAll(other.named);
        return new Subjects(changes, names, rows || other.rows, onlyRows && other.onlyRows);
    }

    private static void changed(List<SqlToken> tokens, boolean wide, Set<String> changed) {
        int at = 0;
        boolean all = wide;
        while (at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.WORD) {
            String word = tokens.get(at).word();
            all |= WIDE.contains(word);
            if (!BEFORE_NAME.contains(word)) {
                break;
            }
            at++;
        }
        if (all) {
            tokens.stream().filter(SqlToken::nameable).map(SqlToken::folded).forEach(changed::add);
            BEFORE_NAME.forEach(word -> changed.remove(word.toLowerCase(Locale.ROOT)));
            return;
        }
        boolean column = tokens.size() > 2 && tokens.get(2).is("COLUMN");
        at = path(tokens, at, column, changed);
        if (at < tokens.size() && tokens.get(at).is("ON") && at + 1 < tokens.size()) {
            at += tokens.get(at + 1).is("ONLY") ? 2 : 1;
            path(tokens, at, false, changed);
        }
    }

    /** Reads a name with its qualification, and keeps its last part, or of a column's the last but one. */
    private static int path(List<SqlToken> tokens, int from, boolean column, Set<String> changed) {
        int at = from;
        String last = "";
        String lastButOne = "";
        while (at < tokens.size() && tokens.get(at).nameable()) {
            lastButOne = last;
            last = tokens.get(at).folded();
            if (at + 1 >= tokens.size() || !tokens.get(at + 1).is(".")) {
                at++;
                break;
            }
            at += 2;
        }
        changed.add(column ? lastButOne : last);
        return at;
    }
}
