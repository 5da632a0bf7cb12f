package io.slipway.release.rules;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.rules.OwnRule.Subject;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.AlterTable;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.sql.SqlToken;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What expressions of own rules see: variables, their types, and the values of both. */
final class Seen {
    static final String TEXT = "string";
    static final String NUMBER = "int";
    static final String FLAG = "bool";
    static final String LIST_OF = "list of ";

    private static final String STATEMENT = "statement";
    private static final String SCRIPT = "script";
    private static final String PROOF = "proof";
    private static final Set<String> TWO_WORDS = Set.of("CREATE", "ALTER", "DROP", "REFRESH", "COMMENT", "LOCK");

    /** Type → field → its type. Every field is always there; what a statement lacks is empty, 0 or false. */
    static final Map<String, Map<String, String>> TYPES = types();

    private Seen() {}

    private static Map<String, Map<String, String>> types() {
        Map<String, Map<String, String>> types = new LinkedHashMap<>();
        types.put(
                "Statement",
                fields(
                        "kind",
                        TEXT,
                        "text",
                        TEXT,
                        "line",
                        NUMBER,
                        "words",
                        LIST_OF + TEXT,
                        "schema",
                        TEXT,
                        "name",
                        TEXT,
                        "names",
                        LIST_OF + TEXT,
                        "is_new",
                        FLAG,
                        "columns",
                        LIST_OF + "Column",
                        "constraints",
                        LIST_OF + "Constraint",
                        "actions",
                        LIST_OF + "Action",
                        "index",
                        "Index"));
        types.put(
                "Column",
                fields(
                        "name", TEXT,
                        "type", TEXT,
                        "not_null", FLAG,
                        "primary_key", FLAG,
                        "unique", FLAG,
                        "has_default", FLAG,
                        "identity", FLAG,
                        "references", TEXT));
        types.put("Constraint", fields("kind", TEXT, "name", TEXT, "columns", LIST_OF + TEXT, "references", TEXT));
        types.put("Action", fields("kind", TEXT, "column", TEXT, "to", TEXT, "words", LIST_OF + TEXT));
        types.put(
                "Index",
                fields(
                        "name", TEXT,
                        "table", TEXT,
                        "columns", LIST_OF + TEXT,
                        "unique", FLAG,
                        "concurrently", FLAG));
        types.put("Script", fields("path", TEXT, "rerunnable", FLAG, "statements", LIST_OF + "Statement"));
        types.put(
                "Proof",
                fields(
                        "statements", NUMBER,
                        "rows", NUMBER,
                        "transactional", FLAG,
                        "rollback", TEXT,
                        "locks", LIST_OF + "Lock",
                        "objects", LIST_OF + "Object"));
        types.put("Lock", fields("object", TEXT, "mode", TEXT));
        types.put("Object", fields("event", TEXT, "kind", TEXT, "name", TEXT));
        return types;
    }

    private static Map<String, String> fields(String... pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    /** Variable → type. */
    static Map<String, String> variables(Subject subject) {
        return switch (subject) {
            case STATEMENT, ROWS -> Map.of(STATEMENT, "Statement", SCRIPT, "Script");
            case SCRIPT -> Map.of(SCRIPT, "Script");
            case PROOF -> Map.of(PROOF, "Proof", SCRIPT, "Script");
        };
    }

    /** Of its script a statement sees no other statements: that is for rules that look at scripts. */
    static Map<String, Object> of(Statement statement, Scene scene) {
        return Map.of(
                STATEMENT, statement(statement, scene), SCRIPT, script(statement.script(), statement.rerunnable()));
    }

    static Map<String, Object> of(ScriptUnderReview script, List<Statement> statements, Scene scene) {
        Map<String, Object> seen = new HashMap<>(script(script.path(), script.rerunnable()));
        seen.put(
                "statements",
                statements.stream().map(each -> statement(each, scene)).toList());
        return Map.of(SCRIPT, seen);
    }

    static Map<String, Object> of(ScriptUnderReview script, ChangeProof proof) {
        return Map.of(
                SCRIPT,
                script(script.path(), script.rerunnable()),
                PROOF,
                Map.of(
                        "statements",
                        (long) proof.statements(),
                        "rows",
                        proof.rows(),
                        "transactional",
                        proof.transactional(),
                        "rollback",
                        words(proof.rollback().result()),
                        "locks",
                        proof.locks().stream()
                                .map(lock -> Map.of("object", lock.object(), "mode", lock.mode()))
                                .toList(),
                        "objects",
                        proof.objects().stream()
                                .map(object ->
                                        Map.of("event", object.event(), "kind", object.kind(), "name", object.name()))
                                .toList()));
    }

    private static Map<String, Object> script(String path, boolean rerunnable) {
        return Map.of("path", path, "rerunnable", rerunnable, "statements", List.of());
    }

    private static Map<String, Object> statement(Statement statement, Scene scene) {
        List<Name> names = names(statement.read());
        Optional<Name> first = names.stream().findFirst();
        Map<String, Object> seen = new HashMap<>();
        seen.put("kind", kind(statement));
        seen.put("text", statement.sql());
        seen.put("line", (long) statement.line());
        seen.put("words", words(statement.tokens()));
        seen.put("schema", first.flatMap(Name::schema).orElse(""));
        seen.put("name", first.map(Name::text).orElse(""));
        seen.put("names", names.stream().map(Name::text).toList());
        seen.put("is_new", first.filter(name -> scene.isNew(name, statement)).isPresent());
        seen.put("columns", columns(statement.read()).stream().map(Seen::column).toList());
        seen.put(
                "constraints",
                constraints(statement.read()).stream().map(Seen::constraint).toList());
        seen.put("actions", actions(statement.read()).stream().map(Seen::action).toList());
        seen.put("index", index(statement.read()));
        return seen;
    }

    /** {@code create table}, {@code drop materialized view}, {@code insert}, {@code grant}. */
    private static String kind(Statement statement) {
        Sql read = statement.read();
        if (read instanceof CreateTable) {
            return "create table";
        } else if (read instanceof AlterTable) {
            return "alter table";
        } else if (read instanceof CreateIndex) {
            return "create index";
        } else if (read instanceof Sql.Drop drop) {
            return "drop " + drop.kind().toLowerCase(Locale.ROOT);
        } else if (read instanceof Sql.Create made) {
            return "create " + made.kind().toLowerCase(Locale.ROOT);
        } else if (read instanceof Sql.Data data) {
            return data.verb().toLowerCase(Locale.ROOT);
        }
        List<SqlToken> tokens = statement.tokens();
        if (tokens.isEmpty()) {
            return "";
        }
        String first = tokens.get(0).word();
        boolean two = tokens.size() > 1 && TWO_WORDS.contains(first);
        return (two ? first + " " + tokens.get(1).word() : first).toLowerCase(Locale.ROOT);
    }

    private static List<Name> names(Sql read) {
        if (read instanceof CreateTable made) {
            return List.of(made.name());
        } else if (read instanceof AlterTable altered) {
            return List.of(altered.table());
        } else if (read instanceof CreateIndex index) {
            return List.of(index.table());
        } else if (read instanceof Sql.Drop drop) {
            return drop.names();
        } else if (read instanceof Sql.Create made) {
            return List.of(made.name());
        } else if (read instanceof Sql.Data data) {
            return data.table().map(List::of).orElse(List.of());
        } else if (read instanceof Sql.Rename renamed) {
            return List.of(renamed.from(), renamed.to());
        } else if (read instanceof Sql.Truncate truncated) {
            return truncated.tables();
        }
        return List.of();
    }

    private static List<Column> columns(Sql read) {
        if (read instanceof CreateTable made) {
            return made.columns();
        }
        return actions(read).stream()
                .flatMap(action -> action.definition().stream())
                .toList();
    }

    private static List<Constraint> constraints(Sql read) {
        if (read instanceof CreateTable made) {
            return made.constraints();
        }
        return actions(read).stream()
                .flatMap(action -> action.constraint().stream())
                .toList();
    }

    private static List<Action> actions(Sql read) {
        return read instanceof AlterTable altered ? altered.actions() : List.of();
    }

    private static Map<String, Object> column(Column column) {
        return Map.of(
                "name", column.name().text(),
                "type", column.type(),
                "not_null", column.notNull(),
                "primary_key", column.primaryKey(),
                "unique", column.unique(),
                "has_default", column.hasDefault(),
                "identity", column.identity(),
                "references", text(column.references()));
    }

    private static Map<String, Object> constraint(Constraint constraint) {
        return Map.of(
                "kind", words(constraint.kind()),
                "name", text(constraint.name()),
                "columns", texts(constraint.columns()),
                "references", text(constraint.references()));
    }

    private static Map<String, Object> action(Action action) {
        return Map.of(
                "kind", words(action.kind()),
                "column", text(action.column().or(() -> action.definition().map(Column::name))),
                "to", text(action.to()),
                "words", words(action.tokens()));
    }

    private static Map<String, Object> index(Sql read) {
        Optional<CreateIndex> index = read instanceof CreateIndex made ? Optional.of(made) : Optional.empty();
        return Map.of(
                "name", text(index.flatMap(CreateIndex::name)),
                "table", text(index.map(CreateIndex::table)),
                "columns", texts(index.map(CreateIndex::columns).orElse(List.of())),
                "unique", index.map(CreateIndex::unique).orElse(false),
                "concurrently", index.map(CreateIndex::concurrently).orElse(false));
    }

    private static String text(Optional<Name> name) {
        return name.map(Name::text).orElse("");
    }

    private static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    private static List<String> words(List<SqlToken> tokens) {
        return tokens.stream().map(SqlToken::word).toList();
    }

    /** {@code ADD_COLUMN} → {@code add column}. */
    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
