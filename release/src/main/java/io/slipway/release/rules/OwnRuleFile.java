package io.slipway.release.rules;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.rules.OwnRule.Example;
import io.slipway.release.rules.OwnRule.Subject;
import io.slipway.release.rules.Rule.LooksAt;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.sql.Dialect;
import io.slipway.release.yaml.YamlSection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the file of one rule of a project's own. */
final class OwnRuleFile {
    private static final Map<String, Dialect> DATABASES = new LinkedHashMap<>();
    private static final String FIRST_SCRIPT = "ddl/1.sql";

    static {
        DATABASES.put("postgresql", Dialect.POSTGRESQL);
        DATABASES.put("mariadb", Dialect.MYSQL);
        DATABASES.put("mysql", Dialect.MYSQL);
        DATABASES.put("sqlite", Dialect.SQLITE);
    }

    private final YamlSection file;
    private final Expressions expressions;

    private OwnRuleFile(YamlSection file, Expressions expressions) {
        this.file = file;
        this.expressions = expressions;
    }

    /**
     * @param path as complaints name it
     * @throws io.slipway.release.error.SlipwayException {@code rule-invalid}
     */
    static OwnRule read(String id, String path, String text, Expressions expressions) {
        YamlSection file = YamlSection.read(path, "a rule", ErrorCode.RULE_INVALID, text)
                .only(Set.of(
                        "title", "why", "fix", "severity", "databases", "looks-at", "when", "message", "examples"));
        return new OwnRuleFile(file, expressions).rule(id);
    }

    private OwnRule rule(String id) {
        Subject subject = file.optionalText("looks-at")
                .map(text -> Subject.named(text)
                        .orElseThrow(() -> file.invalid(
                                "looks-at",
                                "'looks-at' must be "
                                        + oneOf(Arrays.stream(Subject.values())
                                                .map(Subject::text)
                                                .toList()))))
                .orElse(Subject.STATEMENT);
        Severity severity = file.optionalText("severity")
                .map(text -> Severity.named(text)
                        .orElseThrow(() -> file.invalid("severity", "'severity' must be off, note, warn or refuse")))
                .orElse(Severity.WARN);
        Rule rule = new Rule(
                id, Topic.OWN, severity, databases(), subject == Subject.PROOF ? LooksAt.PROOF : LooksAt.STATEMENT);
        List<Example> examples = file.sections("examples").stream()
                .map(section -> example(section, subject))
                .toList();
        Dialect shown = rule.dialects().iterator().next();
        return new OwnRule(
                rule,
                new RulePage(
                        file.text("title"),
                        file.optionalText("why").orElse(""),
                        file.text("fix"),
                        "rules/" + id + OwnRules.SUFFIX,
                        examples.stream()
                                .map(example -> new RulePage.Example(
                                        example.bad(),
                                        shown,
                                        example.line().orElse(1),
                                        false,
                                        example.sql(),
                                        Optional.empty()))
                                .toList()),
                subject,
                read("when", () -> expressions.condition(subject, file.text("when"))),
                read("message", () -> Message.read(file.text("message"), part -> expressions.any(subject, part))),
                examples);
    }

    private <T> T read(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Expression.Unread e) {
            throw file.invalid(key, "'" + key + "' cannot be read: " + e.getMessage());
        }
    }

    private Set<Dialect> databases() {
        if (!file.has("databases")) {
            return Rule.ALL;
        }
        Set<Dialect> databases = new LinkedHashSet<>();
        for (String name : file.list("databases")) {
            databases.add(Optional.ofNullable(DATABASES.get(name))
                    .orElseThrow(() -> file.invalid(
                            "databases", "'" + name + "' is not " + oneOf(List.copyOf(DATABASES.keySet())))));
        }
        if (databases.isEmpty()) {
            throw file.invalid("databases", "'databases' names none; leave it out for all");
        }
        return databases;
    }

    private static Example example(YamlSection section, Subject subject) {
        section.only(Set.of("bad", "good", "line", "script", "proof"));
        boolean bad = section.has("bad");
        if (bad == section.has("good")) {
            throw section.invalid("an example is either 'bad' or 'good'");
        }
        Optional<ChangeProof> proof = section.section("proof").map(OwnRuleFile::proof);
        if (proof.isPresent() != (subject == Subject.PROOF)) {
            throw section.invalid(
                    proof.isPresent()
                            ? "'proof' is for rules that look at proofs"
                            : "an example of a rule that looks at proofs needs a 'proof'");
        }
        return new Example(
                bad,
                section.text(bad ? "bad" : "good"),
                section.optionalText("script").orElse(FIRST_SCRIPT),
                section.has("line")
                        ? Optional.of(section.parsed("line", Integer::parseInt, "a number"))
                        : Optional.empty(),
                proof);
    }

    /** What is left out is as with a script that did nothing. */
    private static ChangeProof proof(YamlSection section) {
        section.only(Set.of("statements", "rows", "transactional", "rollback", "locks", "objects"));
        return new ChangeProof(
                section.has("statements") ? section.parsed("statements", Integer::parseInt, "a number") : 1,
                section.has("rows") ? section.parsed("rows", Long::parseLong, "a number") : 0,
                !section.has("transactional") || section.flag("transactional"),
                section.list("locks").stream().map(text -> lock(section, text)).toList(),
                List.of(),
                section.list("objects").stream()
                        .map(text -> object(section, text))
                        .toList(),
                new RollbackProof(
                        section.optionalText("rollback")
                                .map(text -> rollback(section, text))
                                .orElse(RollbackResult.NONE),
                        Optional.empty(),
                        Optional.empty()),
                List.of());
    }

    /** {@code table public.item: AccessExclusiveLock}. */
    private static LockSeen lock(YamlSection section, String text) {
        int colon = text.lastIndexOf(": ");
        if (colon < 0) {
            throw section.invalid("locks", "a lock is such as 'table public.item: AccessExclusiveLock'");
        }
        return new LockSeen(text.substring(0, colon), text.substring(colon + 2).strip());
    }

    /** {@code removed table public.item}; kinds may have several words, names have none. */
    private static ObjectSeen object(YamlSection section, String text) {
        int first = text.indexOf(' ');
        int last = text.lastIndexOf(' ');
        if (first < 0 || first == last) {
            throw section.invalid("objects", "an object is such as 'removed table public.item'");
        }
        return new ObjectSeen(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }

    private static RollbackResult rollback(YamlSection section, String text) {
        return Arrays.stream(RollbackResult.values())
                .filter(result -> result.text().equals(text))
                .findFirst()
                .orElseThrow(() -> section.invalid("rollback", "'rollback' must be proved, not-proved or none"));
    }

    private static String oneOf(List<String> names) {
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }
}
