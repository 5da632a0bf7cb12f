package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the server's manual says of statements that refuse a transaction, on the relations that they name. Their locks
 * are gone when they end, and how long they hold each depends on others, so that no look at them is sure to see all.
 */
final class PostgresForetold {
    private static final LockMode QUIET = LockMode.SHARE_UPDATE_EXCLUSIVE;

    /** The named relation with its partitions, or all of a schema or database; of an index, itself and its table. */
    private static final String RELATIONS = """
            WITH named AS (
                SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)
              UNION ALL
                SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'm') AND ? IN ('*', pg_catalog.quote_ident(n.nspname)) AND %2$s),
              over AS (
                SELECT coalesce(i.indrelid, named.oid) AS oid, i.indexrelid AS alone
                FROM named LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = named.oid),
              tables AS (
                SELECT oid, alone FROM over
              UNION
                SELECT t.relid, over.alone FROM over, LATERAL pg_catalog.pg_partition_tree(over.oid) t
                WHERE over.alone IS NULL)
            SELECT %1$s FROM tables t
              JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            UNION
            SELECT %1$s FROM tables t
              JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND (t.alone IS NULL OR t.alone = i.indexrelid)
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """.formatted(RelationName.SQL, RelationName.USERS);

    private static final String NONE = "";
    private static final String ALL = "*";

    private final JdbcSession session;
    private final List<LockSeen> locks = new ArrayList<>();
    private final List<WorkSeen> work = new ArrayList<>();

    PostgresForetold(JdbcSession session) {
        this.session = session;
    }

    Touched of(String sql) {
        List<SqlToken> tokens;
        try {
            tokens = SqlToken.of(Dialect.POSTGRESQL, sql);
        } catch (SplitException e) {
            return Touched.NONE;
        }
        Words words = new Words(tokens);
        if (words.skip("CREATE")) {
            createIndex(words);
        } else if (words.skip("DROP", "INDEX", "CONCURRENTLY")) {
            words.skip("IF", "EXISTS");
            do {
                words.name().ifPresent(name -> relations(name, NONE).forEach(each -> lock(each, QUIET)));
            } while (words.skip(","));
        } else if (words.skip("REINDEX")) {
            reindex(words);
        } else if (words.skip("VACUUM")) {
            vacuum(words);
        } else if (words.skip("CLUSTER")) {
            words.parentheses();
            words.skip("VERBOSE");
            words.name().ifPresent(name -> relations(name, NONE).forEach(this::rewrite));
        } else if (words.skip("ALTER", "TABLE")) {
            detach(words);
        }
        // the order of a proof
        return Touched.NONE.then(new Touched(locks, work));
    }

    private void createIndex(Words words) {
        words.skip("UNIQUE");
        if (!words.skip("INDEX", "CONCURRENTLY") || !words.to("ON")) {
            return;
        }
        words.skip("ONLY");
        for (String each : words.name().map(name -> relations(name, NONE)).orElse(List.of())) {
            if (!each.startsWith("index ")) {
                lock(each, QUIET);
                // it reads the table once more, for rows that came meanwhile
                work.add(new WorkSeen(each, Work.INDEXED, 1));
                work.add(new WorkSeen(each, Work.SCANNED, 1));
            }
        }
    }

    private void reindex(Words words) {
        boolean quiet = words.parentheses().contains("CONCURRENTLY");
        boolean schema = words.skip("SCHEMA");
        boolean all = !schema && (words.skip("DATABASE") || words.skip("SYSTEM"));
        if (!schema && !all && !words.skip("TABLE")) {
            words.skip("INDEX");
        }
        boolean concurrently = words.skip("CONCURRENTLY") || quiet;
        Optional<String> name = words.name();
        List<String> relations = all
                ? relations(NONE, ALL)
                : name.map(named -> schema ? relations(NONE, folded(named)) : relations(named, NONE))
                        .orElse(List.of());
        for (String each : relations) {
            boolean index = each.startsWith("index ");
            lock(each, concurrently ? QUIET : index ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE);
            if (index) {
                work.add(new WorkSeen(each, Work.REWRITTEN, 1));
            }
        }
    }

    private void vacuum(Words words) {
        boolean full = words.parentheses().contains("FULL");
        boolean more = true;
        while (more) {
            boolean fully = words.skip("FULL");
            full |= fully;
            more = fully || words.skip("FREEZE") || words.skip("VERBOSE") || words.skip("ANALYZE");
        }
        List<String> relations = new ArrayList<>();
        if (words.ended()) {
            relations.addAll(relations(NONE, ALL));
        }
        while (!words.ended()) {
            words.name().ifPresent(name -> relations.addAll(relations(name, NONE)));
            words.parentheses();
            if (!words.skip(",")) {
                break;
            }
        }
        for (String each : relations) {
            if (full) {
                rewrite(each);
            } else if (!each.startsWith("index ")) {
                lock(each, QUIET);
                work.add(new WorkSeen(each, Work.SCANNED, 1));
            } else {
                lock(each, LockMode.ROW_EXCLUSIVE);
            }
        }
    }

    private void detach(Words words) {
        words.skip("IF", "EXISTS");
        words.skip("ONLY");
        Optional<String> parent = words.name();
        if (words.skip("DETACH", "PARTITION")) {
            Optional<String> partition = words.name();
            if (words.skip("CONCURRENTLY")) {
                parent.ifPresent(name -> only(name, QUIET));
                partition.ifPresent(name -> only(name, LockMode.ACCESS_EXCLUSIVE));
            }
        }
    }

    /** The named table, without its partitions and indexes. */
    private void only(String name, LockMode mode) {
        session.query(
                        "SELECT " + RelationName.SQL
                                + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE c.oid = pg_catalog.to_regclass(?)",
                        row -> row.getString(1),
                        name)
                .forEach(each -> lock(each, mode));
    }

    private void rewrite(String object) {
        lock(object, LockMode.ACCESS_EXCLUSIVE);
        work.add(new WorkSeen(object, Work.REWRITTEN, 1));
    }

    private void lock(String object, LockMode mode) {
        locks.add(new LockSeen(object, mode.shown()));
    }

    private List<String> relations(String name, String schema) {
        return session.query(RELATIONS, row -> row.getString(1), name, schema);
    }

    /** As {@code quote_ident} writes it. */
    private static String folded(String name) {
        return name.startsWith("\"") ? name : name.toLowerCase(Locale.ROOT);
    }

    /** The statement from left to right. */
    private static final class Words {
        private final List<SqlToken> tokens;
        private int at;

        Words(List<SqlToken> tokens) {
            this.tokens = tokens;
        }

        boolean ended() {
            return at >= tokens.size() || tokens.get(at).is(";");
        }

        boolean skip(String... words) {
            for (int i = 0; i < words.length; i++) {
                if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
                    return false;
                }
            }
            at += words.length;
            return true;
        }

        /** Goes behind the next such word, if there is one. */
        boolean to(String word) {
            while (!ended()) {
                if (skip(word)) {
                    return true;
                }
                at++;
            }
            return false;
        }

        /** A name with its schema, as it is written. */
        Optional<String> name() {
            if (ended() || !tokens.get(at).nameable()) {
                return Optional.empty();
            }
            StringBuilder name = new StringBuilder(tokens.get(at++).text());
            while (skip(".") && !ended()) {
                name.append('.').append(tokens.get(at++).text());
            }
            return Optional.of(name.toString());
        }

        /** Steps over what stands in parentheses, if they come next. */
        List<String> parentheses() {
            List<String> inside = new ArrayList<>();
            int depth = 0;
            do {
                if (ended()) {
                    return inside;
                }
                SqlToken token = tokens.get(at);
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                if (depth > 0 || token.is(")")) {
                    inside.add(token.word());
                    at++;
                }
            } while (depth > 0);
            return inside;
        }
    }
}
