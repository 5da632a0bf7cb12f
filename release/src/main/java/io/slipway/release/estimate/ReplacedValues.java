package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of which a statement replaces every value by what has nothing to do with it: {@code ALTER TABLE t ALTER c TYPE
 * integer USING 0}.
 *
 * @param table as written; so is {@code column}
 */
public record ReplacedValues(String table, String column) {

    /** Of one statement. */
    static List<ReplacedValues> of(List<SqlToken> tokens) {
        if (tokens.size() < 2 || !tokens.get(0).is("ALTER") || !tokens.get(1).is("TABLE")) {
            return List.of();
        }
        int at = 2;
        while (at < tokens.size()
                && (word(tokens, at, "IF") || word(tokens, at, "EXISTS") || word(tokens, at, "ONLY"))) {
            at++;
        }
        List<String> name = ChangedRows.name(tokens, at);
        List<ReplacedValues> found = new ArrayList<>();
        for (List<SqlToken> action :
                actions(tokens.subList(Math.min(at + name.size(), tokens.size()), tokens.size()))) {
            column(action).ifPresent(column -> found.add(new ReplacedValues(String.join("", name), column)));
        }
        return found;
    }

    private static boolean word(List<SqlToken> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    /** Cut at the commas that stand in no parentheses. */
    private static List<List<SqlToken>> actions(List<SqlToken> tokens) {
        List<List<SqlToken>> actions = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(",")) {
                actions.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        actions.add(tokens.subList(start, tokens.size()));
        return actions;
    }

    /** The column of which the {@code USING} of this action does not speak; of the whole row neither. */
    private static Optional<String> column(List<SqlToken> action) {
        int at = word(action, 1, "COLUMN") ? 2 : 1;
        boolean typed = word(action, 0, "ALTER")
                && (word(action, at + 1, "TYPE") || word(action, at + 1, "SET") && word(action, at + 3, "TYPE"));
        if (!typed) {
            return Optional.empty();
        }
        SqlToken column = action.get(at);
        for (int i = at + 2; i < action.size(); i++) {
            if (action.get(i).is("USING")) {
                boolean speaks = action.subList(i + 1, action.size()).stream()
                        .anyMatch(token -> token.nameable()
                                && (token.content().equalsIgnoreCase(column.content()) || token.is("SELECT")));
                return speaks ? Optional.empty() : Optional.of(column.text());
            }
        }
        return Optional.empty();
    }
}
