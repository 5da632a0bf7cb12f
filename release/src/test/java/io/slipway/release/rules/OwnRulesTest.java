package io.slipway.release.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.rules.RuleTrial.Outcome;
import io.slipway.release.script.ScriptText;
import io.slipway.release.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final String HEAD = "title: T\nfix: Do it.\n";

    @TempDir
    private Path project;

    /** What an expression may ask of statements: each holds of the one script and not of the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "statement.kind == 'create table' && !statement.name.startsWith('shop_') | CREATE TABLE item (id int); | CREATE TABLE shop_item (id int);",
                "statement.schema == 'public' | CREATE TABLE public.a (id int); | CREATE TABLE a (id int);",
                "statement.columns.exists(c, c.type == 'money') | CREATE TABLE a (m money); | CREATE TABLE a (m numeric);",
                "statement.columns.exists(c, c.not_null && !c.has_default) && !statement.is_new | ALTER TABLE a ADD b int NOT NULL; | CREATE TABLE a (id int); ALTER TABLE a ADD b int NOT NULL;",
                "statement.columns.exists(c, c.references == 'b') | CREATE TABLE a (b int REFERENCES b); | CREATE TABLE a (b int);",
                "statement.constraints.exists(c, c.kind == 'foreign key' && c.name == '') | ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; | ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b;",
                "statement.actions.exists(a, a.kind == 'drop column' && a.column == 'b') | ALTER TABLE a DROP COLUMN b; | ALTER TABLE a DROP COLUMN c;",
                "statement.index.concurrently && size(statement.index.columns) == 1 | CREATE INDEX CONCURRENTLY i ON a (b); | CREATE INDEX i ON a (b);",
                "statement.kind == 'drop table' && 'b' in statement.names | DROP TABLE a, b; | DROP TABLE a;",
                "'CASCADE' in statement.words | DROP TABLE a CASCADE; | DROP TABLE a;",
                "statement.kind == 'grant' && statement.text.contains('PUBLIC') | GRANT SELECT ON a TO PUBLIC; | GRANT SELECT ON a TO shop;",
                "statement.kind == 'alter sequence' | ALTER SEQUENCE s RESTART; | CREATE SEQUENCE s;",
                "script.path == 'ddl/1.sql' && !script.rerunnable && statement.line == 1 && statement.text.endsWith('int)') | CREATE TABLE a (id int); | CREATE TABLE a (b text);"
            })
    void asks_what_statements_say(String when, String bad, String good) throws IOException {
        assertThat(trial(rule(when, bad, good))).extracting(Outcome::failure).containsOnly(Optional.empty());
    }

    @Test
    void tells_each_place_with_what_the_message_asks_for() throws IOException {
        write("prefix", HEAD + """
                when: statement.kind == 'create table' && !statement.name.startsWith('shop_')
                message: The table {statement.name} has {size(statement.columns)} columns and no prefix.
                """);

        List<Finding> findings = findings("CREATE TABLE shop_a (id int);\n\n  CREATE TABLE b (id int, c int);\n");

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding)
                        .isEqualTo(new Finding(
                                "prefix",
                                Severity.WARN,
                                "ddl/1.sql",
                                3,
                                3,
                                "The table b has 2 columns and no prefix.",
                                "Do it.")));
    }

    @Test
    void looks_at_scripts_at_rows_and_at_proofs() throws IOException {
        write("one-table", HEAD + """
                looks-at: script
                when: script.statements.filter(s, s.kind == 'alter table').size() > 1
                message: Two tables in one script.
                examples:
                  - bad: ALTER TABLE a ADD b int; ALTER TABLE c ADD d int;
                  - good: ALTER TABLE a ADD b int; INSERT INTO a VALUES (1);
                """);
        write("no-rows", HEAD + """
                looks-at: rows
                when: statement.kind == 'insert' && statement.name == 'audit'
                message: Nobody writes to {statement.name}.
                examples:
                  - bad: INSERT INTO audit VALUES (1);
                  - good: INSERT INTO a VALUES (1);
                """);
        write("much-lost", HEAD + """
                looks-at: proof
                when: proof.rows > 1000 || proof.objects.exists(o, o.event == 'removed' && o.kind == 'materialized view')
                  || proof.locks.exists(l, l.object == 'table public.item' && l.mode == 'AccessExclusiveLock')
                message: It wrote {proof.rows} rows.
                examples:
                  - bad: SELECT 1;
                    proof: { rows: 1001 }
                  - bad: SELECT 1;
                    proof: { objects: [removed materialized view public.sums] }
                  - bad: SELECT 1;
                    proof: { locks: ["table public.item: AccessExclusiveLock"], rollback: not-proved }
                  - good: SELECT 1;
                    proof: { rows: 1000, objects: [added table public.sums], locks: ["table public.item: ShareLock"] }
                """);

        assertThat(trial("one-table")).extracting(Outcome::failure).containsOnly(Optional.empty());
        assertThat(trial("no-rows")).extracting(Outcome::failure).containsOnly(Optional.empty());
        assertThat(trial("much-lost")).hasSize(4).extracting(Outcome::failure).containsOnly(Optional.empty());
    }

    @Test
    void says_which_example_goes_otherwise() throws IOException {
        write("prefix", HEAD + """
                when: statement.kind == 'create table'
                message: A table.
                examples:
                  - bad: SELECT 1;
                  - bad: |
                      SELECT 1;
                      CREATE TABLE a (id int);
                    line: 1
                """);

        assertThat(trial("prefix"))
                .extracting(Outcome::example, outcome -> outcome.failure().orElse(""))
                .containsExactly(
                        tuple(0, "It has no good example."),
                        tuple(1, "It is called bad, and nothing was found."),
                        tuple(2, "Line 1 is called bad, and line 2 was found."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statement.tabel == 'a' | undefined field 'tabel'",
                "statement.name | expected type 'bool'",
                "statement.name == 1 | no matching overload",
                "statement.name == | Syntax error",
                "proof.rows > 1 | undeclared reference to 'proof'",
            })
    void refuses_what_it_cannot_read_and_says_where(String when, String said) throws IOException {
        write("wrong", HEAD + "when: " + when + "\nmessage: M.\n");

        assertThatThrownBy(() -> findings("SELECT 1;")).isInstanceOfSatisfying(SlipwayException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RULE_INVALID);
            assertThat(e.getMessage()).containsIgnoringCase(said.equals("Syntax error") ? "mismatched" : said);
            assertThat(e.location().orElseThrow()).asString().startsWith("rules/wrong.yaml:3:");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "looks-at: tables\nwhen: 'true'\nmessage: M.",
                "severity: high\nwhen: 'true'\nmessage: M.",
                "databases: [oracle]\nwhen: 'true'\nmessage: M.",
                "databases: []\nwhen: 'true'\nmessage: M.",
                "when: 'true'\nmessage: M. {",
                "when: 'true'\nmessage: M. {statement.nome}",
                "when: 'true'",
                "message: M.",
                "wehn: 'true'\nmessage: M.",
                "when: 'true'\nmessage: M.\nexamples: [{bad: a, good: b}]",
                "when: 'true'\nmessage: M.\nexamples: [{bad: a, proof: {rows: 1}}]",
                "looks-at: proof\nwhen: 'true'\nmessage: M.\nexamples: [{bad: a}]",
                "looks-at: proof\nwhen: 'true'\nmessage: M.\nexamples: [{bad: a, proof: {locks: [x]}}]",
            })
    void refuses_files_that_are_not_as_they_must_be(String rest) throws IOException {
        write("wrong", HEAD + rest + "\n");

        assertThatThrownBy(() -> findings("SELECT 1;")).isInstanceOfSatisfying(SlipwayException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RULE_INVALID);
            assertThat(e.location().orElseThrow()).asString().startsWith("rules/wrong.yaml");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-table", "Prefix", "a b", "-a"})
    void refuses_names_that_are_taken_or_none(String id) throws IOException {
        write(id, HEAD + "when: 'true'\nmessage: M.\n");

        assertThatThrownBy(() -> findings("SELECT 1;"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RULE_INVALID));
    }

    /** What cannot be worked out is told with the statement, and not passed over in silence. */
    @Test
    void says_about_which_statement_it_cannot_be_asked() throws IOException {
        write("first", HEAD + "when: statement.columns[0].name == 'id'\nmessage: M.\n");

        assertThatThrownBy(() -> findings("CREATE TABLE a (id int);\nGRANT SELECT ON a TO b;"))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RULE_INVALID);
                    assertThat(e.getMessage()).contains("ddl/1.sql:2");
                });
    }

    private String rule(String when, String bad, String good) throws IOException {
        write(
                "asked",
                HEAD + "when: " + quoted(when) + "\nmessage: M.\nexamples:\n  - bad: " + quoted(bad) + "\n  - good: "
                        + quoted(good) + "\n");
        return "asked";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void write(String id, String text) throws IOException {
        Path folder = Files.createDirectories(project.resolve("rules"));
        Files.writeString(folder.resolve(id + ".yaml"), text, UTF_8);
    }

    private List<Outcome> trial(String id) {
        return new RuleTrial(Dialect.POSTGRESQL, TODAY)
                .run(OwnRules.in(project).find(id).orElseThrow());
    }

    private List<Finding> findings(String sql) {
        Review review =
                new Review(Dialect.POSTGRESQL, new RuleSettings(Map.of(), OwnRules.in(project)), List.of(), TODAY);
        review.look(List.of(new ScriptUnderReview(
                "ddl/1.sql", false, true, true, 0, ScriptSource.of("ddl/1.sql", ScriptText.of(sql)), List.of())));
        return review.findings().stream()
                .filter(finding -> OwnRules.in(project).ids().contains(finding.rule()))
                .toList();
    }
}
