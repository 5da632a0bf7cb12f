package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An {@code ALTER TABLE}.
 *
 * @param name as written
 * @param actions what is done to it, one after the other
 */
record AlteredTable(String name, List<List<SqlToken>> actions) {

    static Optional<AlteredTable> of(List<SqlToken> tokens) {
        if (!word(tokens, 0, "ALTER") || !word(tokens, 1, "TABLE")) {
            return Optional.empty();
        }
        int at = 2;
        while (word(tokens, at, "IF") || word(tokens, at, "EXISTS") || word(tokens, at, "ONLY")) {
            at++;
        }
        List<String> name = ChangedRows.name(tokens, at);
        return Optional.of(new AlteredTable(
                String.join("", name),
                cut(tokens.subList(Math.min(at + name.size(), tokens.size()), tokens.size()), ",")));
    }

    static boolean word(List<SqlToken> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    /** Where the column stands in an action that gives it another type; -1 in others. */
    static int typed(List<SqlToken> action) {
        int at = word(action, 1, "COLUMN") ? 2 : 1;
        return word(action, 0, "ALTER")
                        && (word(action, at + 1, "TYPE") || word(action, at + 1, "SET") && word(action, at + 3, "TYPE"))
                ? at
                : -1;
    }

    /** Cut where a sign stands in no parentheses. */
    static List<List<SqlToken>> cut(List<SqlToken> tokens, String sign) {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(sign)) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        parts.add(tokens.subList(start, tokens.size()));
        return parts;
    }
}
