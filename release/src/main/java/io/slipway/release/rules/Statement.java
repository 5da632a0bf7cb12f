package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.stream.Stream;

/**
 * One statement of a script, as rules see it.
 *
 * @param script path of its script
 * @param rerunnable its script runs again when edited
 * @param release as its script's
 * @param index how many statements of all scripts stand before it
 * @param line where it starts in its script, from 1
 * @param sql its text, without the terminator
 */
record Statement(
        String script,
        boolean rerunnable,
        int release,
        int index,
        int line,
        int column,
        String sql,
        List<SqlToken> tokens,
        Sql read) {

    /** Is it one of these verbs? Words in between, such as {@code UNIQUE}, count. */
    boolean starts(String... keywords) {
        return new Reader(tokens).at(keywords);
    }

    boolean startsAny(String... verbs) {
        return Stream.of(verbs).anyMatch(this::starts);
    }

    boolean has(String... keywords) {
        return Reader.has(tokens, keywords);
    }

    /** Where these keywords start in the text; 0 when they don't stand there. */
    int offsetOf(String... keywords) {
        int found = Reader.find(tokens, 0, keywords);
        return found < 0 ? 0 : tokens.get(found).offset();
    }

    int lineAt(int offset) {
        return line + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    int columnAt(int offset) {
        int lineStart = sql.lastIndexOf('\n', offset - 1) + 1;
        return lineStart == 0 ? column + offset : offset - lineStart + 1;
    }
}
