package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.output.RuleOutput;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.rules.Rule;
import io.slipway.release.rules.RulePage;
import io.slipway.release.rules.RuleSet;
import io.slipway.testkit.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The references in {@code docs/reference} are made from the code; {@code -Dgolden.update=true} makes them anew. */
class GeneratedReferencesTest {
    private static final Golden REFERENCE = Golden.ofRepository("docs/reference");
    private static final String MADE =
            "Made from the code by `GeneratedReferencesTest`; don't edit it here. `./mvnw test -Dgolden.update=true`"
                    + " makes it anew.\n";

    @Test
    void commands() {
        CommandLine slipway = Papers.commandLine(new ByteArrayOutputStream());
        StringBuilder text = new StringBuilder("# Commands\n\n" + MADE + "\n```\n" + help(slipway) + "```\n");
        append(text, slipway);
        REFERENCE.check("commands.md", text.toString());
    }

    private static void append(StringBuilder text, CommandLine parent) {
        parent.getSubcommands().values().forEach(command -> {
            text.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n```\n")
                    .append(help(command))
                    .append("```\n");
            append(text, command);
        });
    }

    private static String help(CommandLine command) {
        return String.join(
                        "\n",
                        command.getUsageMessage(Ansi.OFF)
                                .lines()
                                .map(String::stripTrailing)
                                .toList())
                + "\n";
    }

    @Test
    void settings() {
        StringBuilder text = new StringBuilder("# Settings of the server\n\n" + MADE
                + "\nEach is a flag of `slipway serve`; or a variable; or a line `NAME=VALUE` of the settings file, which"
                + " `--settings` names (`slipway-server.properties` in the current folder when it is not named). A flag"
                + " goes before a variable, a variable before the file. `slipway serve --show-settings` and the page"
                + " `/settings` show what holds and where it comes from.\n\n| setting | variable | |\n|---|---|---|\n");
        Papers.commandLine(new ByteArrayOutputStream())
                .getSubcommands()
                .get("serve")
                .getCommandSpec()
                .options()
                .stream()
                .filter(option ->
                        !List.of("--help", "--settings", "--show-settings").contains(option.longestName()))
                .sorted(java.util.Comparator.comparing(CommandLine.Model.OptionSpec::longestName))
                .forEach(option -> {
                    String name = option.longestName().substring(2);
                    text.append("| `")
                            .append(name)
                            .append("` | `SLIPWAY_")
                            .append(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'))
                            .append("` | ")
                            .append(String.join(" ", option.description())
                                    .replace("$$", "$")
                                    .replace("|", "\\|"))
                            .append(" |\n");
                });
        REFERENCE.check("settings.md", text.toString());
    }

    @Test
    void errors() {
        Properties sentences = sentences();
        StringBuilder text = new StringBuilder("""
                # Errors

                %s
                Each error ends a command with a code that never changes its meaning, and each code has an exit code. On the terminal the code stands in the line `code:`; with `--output json` it is `error.code`. What to do at night, by exit code, is in [deploying.md](../deploying.md#when-it-fails).

                | exit code | category | |
                |---|---|---|
                | 0 | | done, or nothing to do |
                """.formatted(MADE));
        for (Category category : Category.values()) {
            text.append("| ")
                    .append(category.exitCode())
                    .append(" | ")
                    .append(word(category))
                    .append(" | ")
                    .append(sentence(sentences, "category-" + word(category)))
                    .append(" |\n");
        }
        for (Category category : Category.values()) {
            List<ErrorCode> codes = Arrays.stream(ErrorCode.values())
                    .filter(code -> code.category() == category)
                    .toList();
            if (!codes.isEmpty()) {
                text.append("\n## Exit code ")
                        .append(category.exitCode())
                        .append(": ")
                        .append(word(category))
                        .append("\n\n| code | what it means | what to do |\n|---|---|---|\n");
                codes.forEach(code -> text.append("| `")
                        .append(code.code())
                        .append("` | ")
                        .append(sentence(sentences, code.code()))
                        .append(" | ")
                        .append(sentence(sentences, code.code() + ".do"))
                        .append(" |\n"));
            }
        }
        REFERENCE.check("errors.md", text.toString());
    }

    @Test
    void rules() {
        StringBuilder text = new StringBuilder(
                "# Rules\n\n" + MADE
                        + "\nWhat rules are for, how to say how much one matters, and exemptions: [rules](../rules.md). The"
                        + " severity is the one of the box.\n\n| rule | | severity | looks at | database |\n|---|---|---|---|---|\n");
        RuleSet.all()
                .forEach(rule -> text.append("| [`")
                        .append(rule.id())
                        .append("`](#")
                        .append(rule.id())
                        .append(") | ")
                        .append(RulePage.of(rule).title())
                        .append(" | ")
                        .append(rule.severity().text())
                        .append(" | ")
                        .append(rule.looksAt().name().toLowerCase(java.util.Locale.ROOT))
                        .append(" | ")
                        .append(String.join(", ", RuleOutput.databases(rule)))
                        .append(" |\n"));
        RuleSet.all().forEach(rule -> append(text, rule));
        REFERENCE.check("rules.md", text.toString());
    }

    private static void append(StringBuilder text, Rule rule) {
        RulePage page = RulePage.of(rule);
        text.append("\n## ")
                .append(rule.id())
                .append("\n\n**")
                .append(page.title())
                .append(".** ")
                .append(page.why())
                .append("\n\n*What to do:* ")
                .append(page.fix())
                .append("\n\n");
        RuleOutput.example(page, true)
                .ifPresent(sql -> text.append("Bad:\n\n```sql\n").append(sql).append("```\n\n"));
        RuleOutput.example(page, false)
                .ifPresent(sql -> text.append("Good:\n\n```sql\n").append(sql).append("```\n\n"));
        text.append("Severity `")
                .append(rule.severity().text())
                .append("`, ")
                .append(RuleOutput.word(rule.topic()))
                .append(", on ")
                .append(String.join(", ", RuleOutput.databases(rule)))
                .append(page.source().startsWith("http") ? ". Source: <" : ". More: [here](")
                .append(page.source())
                .append(page.source().startsWith("http") ? ">\n" : ")\n");
    }

    /** A sentence without a code is one whose code has gone, or is misspelt. */
    @Test
    void everySentenceIsOfACode() {
        List<String> known =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();
        assertThat(sentences().stringPropertyNames())
                .filteredOn(key -> !key.startsWith("category-"))
                .allSatisfy(key -> assertThat(known).contains(key.replaceFirst("\\.do$", "")));
    }

    private static String word(Category category) {
        return category.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String sentence(Properties sentences, String key) {
        assertThat(sentences.getProperty(key))
                .as("'%s' in errors.properties", key)
                .isNotBlank();
        return sentences.getProperty(key).strip();
    }

    private static Properties sentences() {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(GeneratedReferencesTest.class.getResourceAsStream("errors.properties")),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties;
    }
}
