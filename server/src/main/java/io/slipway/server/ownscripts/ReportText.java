package io.slipway.server.ownscripts;

/** A report as Markdown. */
public final class ReportText {
    private ReportText() {}

    /** @param report that of these scripts */
    public static String markdown(OwnScripts.Tried tried, Report report) {
        StringBuilder text = new StringBuilder("# " + line(tried.title()) + "\n\n");
        text.append("Tried by ")
                .append(tried.by())
                .append(" at ")
                .append(tried.at())
                .append(report.server().isEmpty() ? "" : " on " + report.server())
                .append(".\n\n**")
                .append(report.verdict())
                .append(".**\n");
        if (!report.mend().isEmpty()) {
            text.append("\n## To mend before the go-live\n\n");
            report.mend()
                    .forEach(finding -> text.append("- ")
                            .append(finding.where().isEmpty() ? "" : "`" + finding.where() + "`: ")
                            .append(line(finding.what()))
                            .append(finding.help().isEmpty() ? "" : " " + line(finding.help()))
                            .append('\n'));
        }
        if (!report.look().isEmpty()) {
            text.append("\n## Worth a look\n\n");
            report.look()
                    .forEach(finding -> text.append("- `")
                            .append(finding.script())
                            .append(':')
                            .append(finding.line())
                            .append("`: ")
                            .append(line(finding.message()))
                            .append(finding.fix().map(fix -> " " + line(fix)).orElse(""))
                            .append(" [")
                            .append(finding.rule())
                            .append("]\n"));
        }
        text.append("\n## What ran\n\n");
        report.deployed()
                .ifPresent(
                        done -> text.append("- Deployed: ").append(done.text()).append('\n'));
        report.rolledBack()
                .ifPresent(back ->
                        text.append("- Rolled back: ").append(back.text()).append('\n'));
        report.notes().forEach(note -> text.append("- ").append(line(note)).append('\n'));
        if (!report.scripts().isEmpty()) {
            text.append("\n## Scripts\n\n| script | statements | rows | rollback |\n|---|---|---|---|\n");
            report.scripts()
                    .forEach(script -> text.append("| `")
                            .append(script.path())
                            .append("` | ")
                            .append(script.statements())
                            .append(" | ")
                            .append(script.rows())
                            .append(" | ")
                            .append(script.rollback())
                            .append(" |\n"));
        }
        return text.toString();
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
