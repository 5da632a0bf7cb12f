package io.slipway.release.rules;

import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One statement of a script, as rules see it.
 *
 * @param script path of its script
 * @param rerunnable its script runs again when edited
 * @param transaction as its script's
 * @param release as its script's
 * @param index how many statements of all scripts stand before it
 * @param line where it starts in its script, from 1
 * @param sql its text, without the terminator
 * @param words its tokens, words in capitals: most rules ask for one that is not there
 */
record Statement(
        String script,
        boolean rerunnable,
        boolean transaction,
        int release,
        int index,
        int line,
        int column,
        String sql,
        List<SqlToken> tokens,
        Set<String> words,
        Sql read) {

    static Statement of(ScriptUnderReview script, int index, Piece piece, List<SqlToken> tokens, Sql read) {
        Set<String> words = new HashSet<>();
        tokens.forEach(token -> words.add(token.word()));
        return new Statement(
                script.path(),
                script.rerunnable(),
                script.transaction(),
                script.release(),
                index,
                piece.line(),
                piece.column(),
                piece.sql(),
                tokens,
                words,
                read);
    }

    /** Do these keywords stand at its beginning? */
    boolean starts(String... keywords) {
        if (keywords.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < keywords.length; i++) {
            if (!tokens.get(i).is(keywords[i])) {
                return false;
            }
        }
        return true;
    }

    /** Is one of these its first word? */
    boolean startsAny(String... verbs) {
        for (String verb : verbs) {
            if (!tokens.isEmpty() && tokens.get(0).is(verb)) {
                return true;
            }
        }
        return false;
    }

    boolean has(String... keywords) {
        for (String keyword : keywords) {
            if (!words.contains(keyword)) {
                return false;
            }
        }
        return keywords.length == 1 || Reader.has(tokens, keywords);
    }

    /** Where these keywords start in the text; 0 when they don't stand there. */
    int offsetOf(String... keywords) {
        int found = Reader.find(tokens, 0, keywords);
        return found < 0 ? 0 : tokens.get(found).offset();
    }

    int lineAt(int offset) {
        return line
                + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    int columnAt(int offset) {
        int lineStart = sql.lastIndexOf('\n', offset - 1) + 1;
        return lineStart == 0 ? column + offset : offset - lineStart + 1;
    }
}
