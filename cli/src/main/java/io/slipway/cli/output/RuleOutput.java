package io.slipway.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.rules.Rule;
import io.slipway.release.rules.RulePage;
import io.slipway.release.rules.Severity;
import io.slipway.release.sql.Dialect;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what rules are about. */
public final class RuleOutput {
    private RuleOutput() {}

    public static void json(ObjectNode node, Rule rule, RulePage page, Severity severity) {
        node.put("id", rule.id())
                .put("title", page.title())
                .put("topic", word(rule.topic()))
                .put("severity", severity.text())
                .put("usually", rule.severity().text())
                .put("looksAt", rule.looksAt().name().toLowerCase(Locale.ROOT))
                .put("why", page.why())
                .put("fix", page.fix())
                .put("source", page.source());
        ArrayNode databases = node.putArray("databases");
        databases(rule).forEach(databases::add);
        example(page, true).ifPresent(sql -> node.put("bad", sql));
        example(page, false).ifPresent(sql -> node.put("good", sql));
    }

    public static void page(PrintStream out, Rule rule, RulePage page, Severity severity) {
        out.println(rule.id() + ": " + page.title());
        out.println("  " + severity.text() + ", " + word(rule.topic()) + ", on " + String.join(", ", databases(rule)));
        out.println();
        if (!page.why().isEmpty()) {
            out.println("Why: " + page.why());
        }
        out.println("Do:  " + page.fix());
        example(page, true).ifPresent(sql -> out.print("\nBad:\n" + sql.indent(4)));
        example(page, false).ifPresent(sql -> out.print("\nGood:\n" + sql.indent(4)));
        out.println("\nSource: " + page.source());
        out.println();
    }

    /** The first one that there is of a kind. */
    public static Optional<String> example(RulePage page, boolean bad) {
        return page.examples().stream()
                .filter(example -> example.bad() == bad)
                .map(RulePage.Example::sql)
                .findFirst();
    }

    public static List<String> databases(Rule rule) {
        return rule.dialects().stream()
                .sorted()
                .map(dialect ->
                        dialect == Dialect.MYSQL ? "mariadb" : dialect.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    public static String word(Rule.Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
