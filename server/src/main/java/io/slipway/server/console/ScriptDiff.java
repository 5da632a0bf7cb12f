package io.slipway.server.console;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** What an edit changed in a script, line by line, with a few lines around it. */
final class ScriptDiff {
    private static final int AROUND = 3;
    private static final int FILE_NAMES = 2;

    private ScriptDiff() {}

    /**
     * @param style {@code added}, {@code removed}, {@code place} or {@code same}
     * @param mark {@code +}, {@code -}, {@code @} or a space, for who does not see colours
     */
    record Line(String style, String mark, String text) {}

    /** Empty when the texts are equal. */
    static List<Line> of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(
                "before", "after", old, DiffUtils.diff(old, after.lines().toList()), AROUND);
        return unified.stream().skip(FILE_NAMES).map(ScriptDiff::line).toList();
    }

    private static Line line(String text) {
        String rest = text.substring(1);
        return switch (text.charAt(0)) {
            case '+' -> new Line("added", "+", rest);
            case '-' -> new Line("removed", "-", rest);
            case '@' -> new Line("place", "@", rest);
            default -> new Line("same", " ", rest);
        };
    }
}
