package io.slipway.release.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.rules.RulePage.Example;
import io.slipway.release.script.Script;
import io.slipway.release.script.ScriptFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every rule finds what its page calls bad, at the line that the page says, and nothing in what it calls good. */
class RuleExamplesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> examples() {
        return RuleSet.all().stream().flatMap(rule -> {
            List<Example> examples = RulePage.of(rule).examples();
            return IntStream.range(0, examples.size())
                    .mapToObj(i -> DynamicTest.dynamicTest(
                            rule.id() + " " + (i + 1) + (examples.get(i).bad() ? " bad" : " good"),
                            () -> check(rule, examples.get(i))));
        });
    }

    /** A rule whose page says nothing, or shows nothing, has no tests. */
    @Test
    void everyRuleHasAPageWithABadAndAGoodExample() {
        assertThat(RuleSet.all()).hasSizeGreaterThan(100).allSatisfy(rule -> {
            RulePage page = RulePage.of(rule);
            assertThat(page.title()).isNotBlank();
            assertThat(page.why()).isNotBlank();
            assertThat(page.fix()).isNotBlank();
            assertThat(page.source()).isNotBlank();
            assertThat(page.examples()).extracting(Example::bad).contains(true, false);
            assertThat(page.examples()).extracting(Example::dialect).allMatch(rule.dialects()::contains);
        });
    }

    /** A page without a rule is one whose rule has gone, or is misspelt. */
    @Test
    void everyPageIsOfARule() throws IOException {
        Path pages = Path.of("src/main/resources/io/slipway/release/rules");
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(RuleSet.all().stream()
                            .map(rule -> rule.id() + ".txt")
                            .toList());
        }
    }

    private void check(Rule rule, Example example) throws IOException {
        Path scripts = Files.createTempDirectory(folder, "scripts");
        Path file = Files.createDirectories(scripts.resolve(example.rerunnable() ? "view" : "ddl"))
                .resolve("1.sql");
        Files.writeString(file, example.sql().replace("\\u202E", "\u202E"));
        Script script = ScriptFolder.read(scripts, example.dialect()).scripts().get(0);
        Review review = new Review(example.dialect(), only(rule), List.of(), TODAY);
        review.look(List.of(new ScriptUnderReview(
                script.path(),
                script.rerunnable(),
                true,
                script.header().transaction(),
                0,
                ScriptSource.of(script.path(), script.text()),
                script.header().exemptions())));
        if (example.proof().isPresent()) {
            review.look(script.path(), proof(example.proof().get()), "PostgreSQL 18");
        }
        List<Finding> findings = review.findings();
        if (example.bad()) {
            assertThat(findings).isNotEmpty();
            assertThat(findings.get(0).line()).as("line of %s", findings.get(0)).isEqualTo(example.line());
            assertThat(findings.get(0).message()).endsWith(".");
        } else {
            assertThat(findings).isEmpty();
        }
    }

    /** The rule and no other; those about exemptions need one to be exempt from. */
    private static RuleSettings only(Rule rule) {
        return new RuleSettings(
                RuleSet.all().stream()
                        .collect(Collectors.toMap(Rule::id, each -> Map.of(RuleSettings.ALL, severity(rule, each)))),
                OwnRules.NONE);
    }

    private static Severity severity(Rule rule, Rule each) {
        boolean exempt = rule.id().startsWith("exemption-") && each.id().equals("drop-table");
        return each.equals(rule) || exempt ? Severity.WARN : Severity.OFF;
    }

    private static ChangeProof proof(String json) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(json);
        node.putArray("findings");
        node.withArray("work");
        return JSON.treeToValue(node, ChangeProof.class);
    }
}
