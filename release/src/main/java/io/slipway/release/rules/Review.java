package io.slipway.release.rules;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.rules.ObservedRules.Observed;
import io.slipway.release.rules.ObservedRules.ObservedRule;
import io.slipway.release.rules.OwnRule.Subject;
import io.slipway.release.rules.StatementRule.Asked;
import io.slipway.release.rules.StatementRule.Claim;
import io.slipway.release.rules.TextRules.TextRule;
import io.slipway.release.script.Exemption;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.SqlToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks new scripts through, in the order in which they will run: first their texts and statements, then, where there is
 * one, what their proof saw.
 */
public final class Review {
    /** Of the rows that an INSERT brings, no rule asks for more than the beginning. */
    private static final int ENOUGH_TOKENS = 4000;
    /** Before 15 nobody counts in a transaction which tables it read. */
    private static final Pattern WORK_TOLD = Pattern.compile("PostgreSQL (1[5-9]|[2-9]\\d)\\b.*");

    private final Dialect dialect;
    private final RuleSettings settings;
    private final Collection<String> environments;
    private final LocalDate today;
    private final StatementParser parser;
    private final List<StatementRule> rowRules;
    private final List<StatementRule> otherRules;
    private final List<TextRule> textRules;
    private final List<OwnRule> ownRules;
    private final Scene scene;
    private final Map<String, ScriptUnderReview> scripts = new LinkedHashMap<>();
    private final Map<String, Set<String>> named = new HashMap<>();
    private final Map<String, List<Told>> findings = new LinkedHashMap<>();
    private final Map<String, Set<String>> usedExemptions = new HashMap<>();
    private final Map<String, String> fixes = new HashMap<>();
    /** Statements about rows for which it matters what columns are like. */
    private final List<Statement> askingForShapes = new ArrayList<>();

    private List<ScriptSource> earlier = List.of();
    private Optional<Shapes> allShapes = Optional.empty();
    private int statements;

    private record Told(Finding finding, Claim claim) {}

    /** @param environments that the scripts are for: the strictest of them says how much a rule matters */
    public Review(Dialect dialect, RuleSettings settings, Collection<String> environments, LocalDate today) {
        this.dialect = dialect;
        this.settings = settings;
        this.environments = List.copyOf(environments);
        this.today = today;
        this.parser = new StatementParser(dialect);
        this.scene = new Scene(dialect);
        this.rowRules = RuleSet.STATEMENT.stream()
                .filter(each -> each.asked() != Asked.OF_OTHERS && asked(each.rule()))
                .toList();
        this.otherRules = RuleSet.STATEMENT.stream()
                .filter(each -> each.asked() != Asked.OF_ROWS && asked(each.rule()))
                .toList();
        this.textRules =
                RuleSet.TEXT.stream().filter(each -> asked(each.rule())).toList();
        this.ownRules =
                settings.own().all().stream().filter(each -> asked(each.rule())).toList();
    }

    private boolean asked(Rule rule) {
        return rule.dialects().contains(dialect) && severity(rule) != Severity.OFF;
    }

    private Severity severity(Rule rule) {
        return settings.strictest(rule, environments);
    }

    /** The text and statement rules, of all scripts together: one may make a table that the next alters. */
    public void look(List<ScriptUnderReview> those) {
        look(List.of(), those);
    }

    /** @param earlier what ran before, in order: it tells what tables look like, and is not looked through itself */
    public void look(List<ScriptSource> earlier, List<ScriptUnderReview> those) {
        this.earlier = List.copyOf(earlier);
        those.forEach(script -> scripts.put(script.path(), script));
        those.forEach(this::read);
        if (!askingForShapes.isEmpty()
                || scene.statements().anyMatch(each -> Shapes.asked(each) || NotIn.asked(each))) {
            earlier.forEach(script -> readEarlier(script, scene.shapes()));
        }
        scene.statements().forEach(statement -> {
            check(statement);
            scene.shapes().apply(statement.read());
        });
        askingForShapes.forEach(this::check);
        askingForShapes.clear();
        those.forEach(script -> ask(
                Subject.SCRIPT, script.path(), () -> Seen.of(script, scene.statements(script.path()), scene), 1, 1));
        those.forEach(this::checkExemptions);
    }

    /**
     * What the proof of one of the scripts saw. It knows better than the texts what the database had to do.
     *
     * @param server that it ran on: {@link io.slipway.release.artifact.Proof#server}
     */
    public void look(String path, ChangeProof proof, String server) {
        ScriptUnderReview script = script(path);
        findings.getOrDefault(path, new ArrayList<>()).removeIf(told -> refuted(told.claim(), proof, server));
        Observed observed =
                new Observed(proof, script.rerunnable(), script.defines(), named.getOrDefault(path, Set.of()));
        for (ObservedRule each : RuleSet.OBSERVED) {
            if (asked(each.rule())) {
                each.check().check(observed).ifPresent(message -> add(each.rule(), path, 1, 1, message));
            }
        }
        ask(Subject.PROOF, path, () -> Seen.of(script, proof), 1, 1);
    }

    /**
     * Was what it claims not seen? Work is told by table and script: a script that did such work elsewhere refutes nothing.
     * A partitioned table may have partitions on the target that it has not where it was proved.
     */
    private boolean refuted(Claim claim, ChangeProof proof, String server) {
        return !claim.works().isEmpty()
                && proof.transactional()
                && WORK_TOLD.matcher(server).matches()
                && proof.work().stream().map(WorkSeen::work).noneMatch(claim.works()::contains)
                && claim.table().filter(table -> allShapes().partitioned(table)).isEmpty();
    }

    /** Of all that ran before and of all that is looked at, read once it is needed. */
    private Shapes allShapes() {
        return allShapes.orElseGet(() -> {
            Shapes shapes = new Shapes();
            earlier.forEach(script -> readEarlier(script, shapes));
            scene.statements().forEach(statement -> shapes.apply(statement.read()));
            allShapes = Optional.of(shapes);
            return shapes;
        });
    }

    /** In the order of the scripts and of their lines. */
    public List<Finding> findings() {
        return scripts.keySet().stream()
                .flatMap(path -> findings(path).stream())
                .toList();
    }

    public List<Finding> findings(String path) {
        return told(path).map(Told::finding).toList();
    }

    /** Those of them that no proof can refute. */
    public List<Finding> certain() {
        return scripts.keySet().stream()
                .flatMap(this::told)
                .filter(told -> told.claim().works().isEmpty())
                .map(Told::finding)
                .toList();
    }

    private Stream<Told> told(String path) {
        return findings.getOrDefault(path, List.of()).stream()
                .sorted(Comparator.comparingInt((Told told) -> told.finding().line())
                        .thenComparingInt(told -> told.finding().column()));
    }

    private void read(ScriptUnderReview script) {
        try {
            pieces(script.source(), piece -> piece(script, piece));
        } catch (SplitException e) {
            RuleSet.find("statement-unread")
                    .filter(this::asked)
                    .ifPresent(rule -> add(
                            rule,
                            script.path(),
                            e.line(),
                            e.column(),
                            "The script cannot be read from here on: " + e.getMessage() + "."));
        }
    }

    /** What an earlier script says of tables; where it cannot be read, it says nothing more. */
    private void readEarlier(ScriptSource script, Shapes shapes) {
        try {
            pieces(script, piece -> earlier(piece, shapes));
        } catch (SplitException e) {
            // whoever packages it is told
            return;
        }
    }

    private void earlier(Piece piece, Shapes shapes) {
        if (piece.type() == Piece.Type.STATEMENT && !rows(piece.sql())) {
            shapes.apply(parser.read(SqlToken.of(dialect, piece.sql())));
        }
    }

    private void pieces(ScriptSource script, Consumer<Piece> each) {
        try (java.io.Reader reader = script.reader()) {
            Splitter pieces = Splitters.of(dialect, reader);
            while (pieces.hasNext()) {
                each.accept(pieces.next());
            }
        } catch (UncheckedIOException | IOException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                    .at(Location.of(script.shown()))
                    .causedBy(e);
        }
    }

    private void piece(ScriptUnderReview script, Piece piece) {
        if (piece.type() == Piece.Type.COPY_DATA) {
            return;
        }
        for (TextRule each : textRules) {
            int at = each.find(piece.text());
            if (at >= 0) {
                int lineStart = piece.text().lastIndexOf('\n', at - 1) + 1;
                int line = piece.line()
                        + (int) piece.text()
                                .substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                int column = lineStart == 0 ? piece.column() + at : at - lineStart + 1;
                add(each.rule(), script.path(), line, column, each.message());
            }
        }
        if (piece.type() == Piece.Type.STATEMENT) {
            statement(script, piece);
        }
    }

    private void statement(ScriptUnderReview script, Piece piece) {
        List<SqlToken> tokens = tokens(piece.sql());
        Statement statement = Statement.of(script, statements++, piece, tokens, parser.read(tokens));
        scene.add(statement);
        named.computeIfAbsent(script.path(), path -> new HashSet<>()).addAll(takenAway(statement));
        if (statement.read() instanceof Sql.Data && NotIn.asked(statement)) {
            askingForShapes.add(statement);
        } else if (statement.read() instanceof Sql.Data) {
            check(statement);
        }
    }

    private List<SqlToken> tokens(String sql) {
        return SqlToken.of(dialect, sql, rows(sql) ? ENOUGH_TOKENS : Integer.MAX_VALUE);
    }

    private static boolean rows(String sql) {
        return sql.regionMatches(true, 0, "INSERT", 0, 6) || sql.regionMatches(true, 0, "REPLACE", 0, 7);
    }

    private void check(Statement statement) {
        for (StatementRule each : statement.read() instanceof Sql.Data ? rowRules : otherRules) {
            check(each, statement);
        }
        ask(
                statement.read() instanceof Sql.Data ? Subject.ROWS : Subject.STATEMENT,
                statement.script(),
                () -> Seen.of(statement, scene),
                statement.line(),
                statement.column());
    }

    /** The rules of the project's own about this, if there are any. */
    private void ask(Subject subject, String path, Supplier<Map<String, Object>> seeing, int line, int column) {
        List<OwnRule> rules =
                ownRules.stream().filter(each -> each.subject() == subject).toList();
        if (rules.isEmpty()) {
            return;
        }
        Map<String, Object> seen = seeing.get();
        for (OwnRule each : rules) {
            try {
                if (each.when().value(seen).equals(true)) {
                    add(each.rule(), path, line, column, each.message().text(seen));
                }
            } catch (Expression.Failed e) {
                throw SlipwayException.of(
                                ErrorCode.RULE_INVALID,
                                "It cannot be asked about " + path + ":" + line + ": " + e.getMessage() + ".",
                                "Guard it, such as size(statement.columns) > 0 && …; add this statement to its"
                                        + " examples, and run 'slipway rules test'.")
                        .at(Location.of(OwnRules.FOLDER + "/" + each.rule().id() + OwnRules.SUFFIX))
                        .causedBy(e);
            }
        }
    }

    private void check(StatementRule rule, Statement statement) {
        try {
            rule.check()
                    .check(
                            statement,
                            scene,
                            (offset, message, claim) -> add(
                                    rule.rule(),
                                    statement.script(),
                                    statement.lineAt(offset),
                                    statement.columnAt(offset),
                                    message,
                                    claim));
        } catch (Reader.Unread e) {
            // it is not what the rule took it for, and so not what the rule is about
            return;
        }
    }

    /** The names, in lower case, of which the statement says itself that they go or become another. */
    private static Set<String> takenAway(Statement statement) {
        Set<String> names = new HashSet<>();
        if (statement.read() instanceof Sql.Drop drop) {
            drop.names().forEach(name -> names.add(name.key()));
        } else if (statement.read() instanceof Sql.Rename renamed) {
            names.add(renamed.from().key());
        } else if (statement.read() instanceof Sql.AlterTable table) {
            names.add(table.table().key());
        } else if (!(statement.read() instanceof Sql.Data) && statement.startsAny("ALTER", "DROP")) {
            statement.tokens().stream()
                    .filter(SqlToken::nameable)
                    .forEach(token -> names.add(token.content().toLowerCase(Locale.ROOT)));
        }
        return names;
    }

    private void add(Rule rule, String path, int line, int column, String message) {
        add(rule, path, line, column, message, Claim.NONE);
    }

    private void add(Rule rule, String path, int line, int column, String message, Claim claim) {
        for (Exemption exemption : script(path).exemptions()) {
            if (exemption.rule().equals(rule.id())) {
                usedExemptions.computeIfAbsent(path, each -> new HashSet<>()).add(rule.id());
                if (!exemption.ended(today)) {
                    return;
                }
            }
        }
        findings.computeIfAbsent(path, each -> new ArrayList<>())
                .add(new Told(new Finding(rule.id(), severity(rule), path, line, column, message, fix(rule)), claim));
    }

    private ScriptUnderReview script(String path) {
        ScriptUnderReview script = scripts.get(path);
        if (script == null) {
            throw new IllegalArgumentException("not under review: " + path);
        }
        return script;
    }

    private String fix(Rule rule) {
        return fixes.computeIfAbsent(rule.id(), id -> settings.page(rule).fix());
    }

    private void checkExemptions(ScriptUnderReview script) {
        for (Exemption exemption : script.exemptions()) {
            Optional<Rule> rule = settings.find(exemption.rule());
            boolean used = usedExemptions.getOrDefault(script.path(), Set.of()).contains(exemption.rule());
            if (rule.isEmpty()) {
                exemption(RuleSet.EXEMPTION_UNKNOWN, script, exemption, "There is no rule '" + exemption.rule() + "'.");
            } else if (exemption.ended(today)) {
                exemption(
                        RuleSet.EXEMPTION_ENDED,
                        script,
                        exemption,
                        "The exemption from " + exemption.rule() + " ended on "
                                + exemption.until().orElse(today) + ".");
            } else if (!used && asked(rule.get()) && rule.get().looksAt() != Rule.LooksAt.PROOF) {
                exemption(
                        RuleSet.EXEMPTION_UNUSED,
                        script,
                        exemption,
                        "Nothing here is against " + exemption.rule() + ".");
            }
        }
    }

    private void exemption(Rule rule, ScriptUnderReview script, Exemption exemption, String message) {
        if (severity(rule) != Severity.OFF) {
            add(rule, script.path(), exemption.line(), 1, message);
        }
    }
}
