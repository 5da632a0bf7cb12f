package io.slipway.release.report;

import io.slipway.release.drift.Remark;
import java.util.List;

/** Findings as a summary for a pull request or a job's page. */
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String of(RulesReport report) {
        StringBuilder text =
                new StringBuilder("# Rules\n\n").append(counts(report)).append("\n");
        if (!report.findings().isEmpty()) {
            text.append("\n| severity | where | what | rule |\n|---|---|---|---|\n");
            for (String severity : List.of("refuse", "warn", "note")) {
                report.findings().stream()
                        .filter(finding -> finding.severity().equals(severity))
                        .forEach(finding -> text.append("| ")
                                .append(finding.severity())
                                .append(" | ")
                                .append(code(finding.script() + ":" + finding.line()))
                                .append(" | ")
                                .append(cell(finding.message()))
                                .append(finding.fix()
                                        .map(fix -> "<br>" + cell(fix))
                                        .orElse(""))
                                .append(" | ")
                                .append(code(finding.rule()))
                                .append(" |\n"));
            }
        }
        return text.toString();
    }

    /** One sentence with the numbers. */
    public static String counts(RulesReport report) {
        String looked = report.scripts() == 1 ? "1 script" : report.scripts() + " scripts";
        return report.findings().isEmpty()
                ? "Nothing found in " + looked + "."
                : "Found in " + looked + ": " + report.count("refuse") + " to refuse, " + report.count("warn")
                        + " to look at, " + notes(report.count("note")) + ".";
    }

    private static String notes(long notes) {
        return notes == 1 ? "1 note" : notes + " notes";
    }

    /** Words as words: what a name holds makes no link, picture, emphasis or cell. */
    private static String cell(String text) {
        return Remark.of(text)
                .replaceAll("\\s+", " ")
                .replaceAll("[\\\\`*_\\[\\]|~]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("://", "&#58;//")
                .replaceAll("(?i)www\\.", "www&#46;");
    }

    /** As code, between more backticks than it has in a row; a pipe ends a cell even there. */
    private static String code(String text) {
        String line = Remark.of(text).replaceAll("\\s+", " ").replace("|", "\\|");
        String fence = "`";
        while (line.contains(fence)) {
            fence += "`";
        }
        return line.contains("`") ? fence + " " + line + " " + fence : fence + line + fence;
    }
}
