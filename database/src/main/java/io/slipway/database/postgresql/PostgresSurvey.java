package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.PartQuery.Gives;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at tables by statistics, catalogue and short reads, each in a transaction that may only read and not wait. */
final class PostgresSurvey implements Survey {
    private static final int COUNT_MILLIS = 1_000;
    private static final int LOOK_MILLIS = 3_000;
    /** For all counts together. */
    private static final Duration COUNTING = Duration.ofSeconds(3);
    /** Of 8 kB: what is in memory is read in some 10 ms, what is not in a fraction of a second. */
    private static final int SAMPLE_PAGES = 1_000;
    /** Of which the middle counts: one that something else held up tells nothing. */
    private static final int SAMPLES = 3;

    /** What took longer is not tried a second time. */
    private static final int AGAIN_MILLIS = COUNT_MILLIS / 4;
    /** The same pages, which are in memory then: here and there on a disk they take much longer than side by side. */
    private static final String AGAIN = " REPEATABLE (1)";
    /** Next to no pages. */
    private static final String TINY = " TABLESAMPLE SYSTEM (0.0001)";

    /** An index is made with more memory than a query has. */
    private static final String SORTED_LIKE_KEYS =
            "SELECT pg_catalog.set_config('work_mem'," + " pg_catalog.current_setting('maintenance_work_mem'), true)";

    private static final int TRIES = 5;
    /** Bits of {@code pg_trigger.tgtype}. */
    private static final int INSERT = 1 << 2;

    private static final int DELETE = 1 << 3;
    private static final int UPDATE = 1 << 4;
    private static final String BETWEEN = "\u0001";
    private static final String SORT = "SELECT pg_catalog.count(*) FROM (SELECT pg_catalog.hashint4(g) AS h"
            + " FROM pg_catalog.generate_series(1, 100000) g ORDER BY 1) s";

    private static final Pattern RELATION =
            Pattern.compile("(table|index|view|materialized view|foreign table|sequence) ");

    private final JdbcSession session;
    private Duration counted = Duration.ZERO;

    PostgresSurvey(JdbcSession session) {
        this.session = session;
    }

    @Override
    public Map<String, TableFacts> facts(Set<String> objects) {
        // a column's name is none that to_regclass takes: up to version 15 it fails
        List<String> relations = objects.stream()
                .filter(object -> RELATION.matcher(object).lookingAt())
                .toList();
        if (relations.isEmpty()) {
            return Map.of();
        }
        String wanted = String.join(BETWEEN, relations);
        Optional<Map<String, TableFacts>> exact = looking(LOOK_MILLIS, () -> facts(SurveySql.FACTS, wanted));
        // somebody keeps even readers out of one of them: sizes as they were when it was last analysed
        return exact.or(() -> looking(LOOK_MILLIS, () -> facts(SurveySql.withoutSizes(SurveySql.FACTS), wanted)))
                .orElse(Map.of());
    }

    private Map<String, TableFacts> facts(String sql, String wanted) {
        Map<String, TableFacts> facts = new LinkedHashMap<>();
        session.query(
                        sql,
                        row -> Map.entry(
                                row.getString(1),
                                new TableFacts(
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getInt(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        Optional.ofNullable(row.getString(9))
                                                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds))),
                                        row.getInt(10),
                                        row.getInt(11),
                                        row.getString(12) == null
                                                ? OptionalLong.empty()
                                                : OptionalLong.of(row.getLong(12)))),
                        wanted)
                .forEach(each -> facts.put(each.getKey(), each.getValue()));
        return facts;
    }

    @Override
    public Map<String, String> indexed(Set<String> indexes) {
        Map<String, String> tables = new LinkedHashMap<>();
        looking(
                        LOOK_MILLIS,
                        () -> session.query(
                                SurveySql.INDEXED,
                                row -> Map.entry(row.getString(1), row.getString(2)),
                                String.join(BETWEEN, indexes)))
                .orElse(List.of())
                .forEach(each -> tables.put(each.getKey(), each.getValue()));
        return tables;
    }

    @Override
    public Optional<Count> count(String object, Optional<String> column) {
        TableFacts facts = facts(Set.of(object)).get(object);
        if (facts == null) {
            return Optional.empty();
        }
        Optional<Count> exact = Optional.empty();
        if (counted.compareTo(COUNTING) < 0) {
            long start = System.nanoTime();
            exact = looking(
                    COUNT_MILLIS,
                    () -> new Count(
                            session.first(
                                            "SELECT pg_catalog.count(" + column.orElse("*") + ") FROM " + name(object),
                                            row -> row.getLong(1))
                                    .orElse(0L),
                            true));
            counted = counted.plusNanos(System.nanoTime() - start);
        }
        return exact.or(() -> Optional.of(new Count(facts.rows(), false)));
    }

    @Override
    public Optional<Plan> planned(String sql, String verb, String object) {
        return looking(
                        LOOK_MILLIS,
                        () -> String.join(
                                "\n", session.query("EXPLAIN (FORMAT XML) " + sql.strip(), row -> row.getString(1))))
                .map(ExplainedChange::new)
                .flatMap(plan -> verb.equals("SELECT") ? plan.ofQuery() : plan.of(verb, name(object)));
    }

    @Override
    public Optional<Matching> matching(String object, PartQuery query, double share) {
        return onlyLooks(query.head() + query.tail())
                ? part(object).flatMap(part -> tried(object, query, part == 1 ? 1 : part * share))
                : Optional.empty();
    }

    private Optional<Matching> tried(String object, PartQuery query, double part) {
        boolean order = query.gives() == Gives.ORDER;
        String pages =
                query.gives() == Gives.PLACES ? "pg_catalog.count(DISTINCT (tableoid, (ctid::text::point)[0]))" : "0";
        // on lines of their own, since a query may end in a comment
        String from = " FROM (\n" + query.head() + (order || part < 1 ? sampled(part) + AGAIN : "") + query.tail()
                + "\n) part";
        // of a row as a whole all is worked out, of a number of rows nothing that stands in them
        String alone = "SELECT pg_catalog.count(" + (query.gives() == Gives.ROWS ? "part.*" : "*") + ")" + from;
        return looking(COUNT_MILLIS, () -> {
                    if (order) {
                        session.query(SORTED_LIKE_KEYS, row -> "");
                    }
                    return session.first(
                                    "SELECT pg_catalog.count(*), " + pages + from,
                                    row -> new Matching(part, row.getLong(1), row.getLong(2), Duration.ZERO))
                            .map(found -> new Matching(part, found.rows(), found.pages(), took(object, alone)));
                })
                .flatMap(Function.identity());
    }

    /** Without what the server needs to find the part of a table: it looks at the number of each page. */
    private Duration took(String object, String sql) {
        Duration took = timed(sql);
        if (took.toMillis() < AGAIN_MILLIS) {
            took = shorter(took, timed(sql));
        }
        return took.minus(shorter(took, timed("SELECT pg_catalog.count(*) FROM " + name(object) + TINY)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A transaction that may only read does not keep a function from ending sessions or taking locks. */
    private boolean onlyLooks(String condition) {
        List<SqlToken> tokens = SqlToken.of(Dialect.POSTGRESQL, condition);
        String functions = IntStream.range(1, tokens.size())
                .filter(i -> tokens.get(i).is("(") && tokens.get(i - 1).nameable())
                .mapToObj(i -> tokens.get(i - 1).folded())
                .collect(Collectors.joining(BETWEEN));
        return functions.isEmpty()
                || looking(LOOK_MILLIS, () -> session.first(SurveySql.HARMLESS, row -> row.getBoolean(1), functions))
                        .flatMap(Function.identity())
                        .orElse(false);
    }

    @Override
    public List<Emptied> emptied(List<String> objects, boolean cascade) {
        return looking(
                        LOOK_MILLIS,
                        () -> session.query(
                                SurveySql.EMPTIED,
                                row -> new Emptied(row.getString(1), row.getBoolean(2)),
                                String.join(
                                        BETWEEN,
                                        objects.stream()
                                                .map(PostgresSurvey::name)
                                                .toList()),
                                cascade))
                .orElse(List.of());
    }

    private record Follows(
            String object, Optional<String> column, Optional<String> refers, boolean all, boolean itself) {}

    @Override
    public List<Followed> followed(String object) {
        return looking(
                        LOOK_MILLIS,
                        () -> session.query(
                                SurveySql.FOLLOWED,
                                row -> new Follows(
                                        row.getString(1),
                                        Optional.ofNullable(row.getString(2)),
                                        Optional.ofNullable(row.getString(3)),
                                        row.getBoolean(4),
                                        row.getBoolean(5)),
                                name(object)))
                .orElse(List.of())
                .stream()
                .map(each -> new Followed(
                        each.object(),
                        each.column(),
                        count(
                                each.object(),
                                each.column().or(() -> each.refers().map(refers -> "nullif(" + refers + ", false)"))),
                        each.all(),
                        each.itself()))
                .toList();
    }

    @Override
    public Fired fired(String object, String verb) {
        int event = switch (verb) {
            case "DELETE" -> DELETE;
            case "UPDATE" -> UPDATE;
            default -> INSERT;
        };
        return looking(
                        LOOK_MILLIS,
                        () -> session.first(
                                SurveySql.FIRED,
                                row -> new Fired(event == UPDATE ? 0 : row.getInt(1), row.getInt(2)),
                                name(object),
                                event))
                .flatMap(Function.identity())
                .orElse(new Fired(0, 0));
    }

    @Override
    public boolean retimed(String object, String column, boolean zoned) {
        return looking(
                        LOOK_MILLIS,
                        () -> session.first(SurveySql.RETIMED, row -> row.getBoolean(1), zoned, name(object), column))
                .flatMap(Function.identity())
                .orElse(false);
    }

    @Override
    public boolean nulled(String object, String column, boolean byDefault) {
        return looking(
                        LOOK_MILLIS,
                        () -> session.first(
                                SurveySql.NULLED, row -> row.getBoolean(1), byDefault, name(object), column))
                .flatMap(Function.identity())
                .orElse(false);
    }

    @Override
    public List<String> dependents(String object, Optional<String> column) {
        return looking(
                        LOOK_MILLIS,
                        () -> session.query(
                                SurveySql.DEPENDENTS, row -> row.getString(1), name(object), column.orElse("")))
                .orElse(List.of());
    }

    @Override
    public Optional<Sample> sample(String object) {
        return part(object).flatMap(part -> sample(object, part));
    }

    private Optional<Sample> sample(String object, double part) {
        String from = "SELECT pg_catalog.count(*) FROM " + name(object);
        return looking(COUNT_MILLIS, () -> {
            // what the server looks up of a table when it first sees it is not the table's size
            session.query(from + TINY, row -> "");
            long pages = part == 1
                    ? 0
                    : session.first(SurveySql.PAGES, row -> row.getLong(1), name(object))
                            .orElse(0L);
            // each of other pages, so that the next does not find in memory what the one before read
            List<Duration> took = IntStream.rangeClosed(1, SAMPLES)
                    .mapToObj(
                            i -> timed(from + (part == 1 ? "" : pages == 0 ? sampled(part) : stretch(pages, part, i))))
                    .sorted()
                    .toList();
            return new Sample(part, took.get(SAMPLES / 2));
        });
    }

    /** Pages side by side, as they are read when all are: off a disk that is faster than here and there. */
    private static String stretch(long pages, double part, int number) {
        long first = pages * number / (SAMPLES + 1);
        long end = first + Math.max(1, Math.round(pages * part));
        return " WHERE ctid >= '(" + first + ",0)' AND ctid < '(" + end + ",0)'";
    }

    /** How much of a table is read at a time, up to 1; empty when it has no pages. */
    private Optional<Double> part(String object) {
        return Optional.ofNullable(facts(Set.of(object)).get(object))
                .map(facts -> facts.bytes() / SurveySql.PAGE)
                .filter(pages -> pages > 0)
                .map(pages -> Math.min(1, (double) SAMPLE_PAGES / pages));
    }

    private static String sampled(double part) {
        return " TABLESAMPLE SYSTEM (" + 100 * part + ")";
    }

    @Override
    public Duration sorting() {
        return looking(LOOK_MILLIS, () -> {
                    Duration shortest = timed(SORT);
                    for (int i = 1; i < TRIES; i++) {
                        shortest = shorter(shortest, timed(SORT));
                    }
                    return shortest;
                })
                .orElse(Duration.ZERO);
    }

    private Duration timed(String sql) {
        long start = System.nanoTime();
        session.query(sql, row -> "");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** {@code table public.t} → {@code public.t}. */
    private static String name(String object) {
        return object.replaceFirst("^(table|index|view|materialized view|foreign table|sequence) ", "");
    }

    /** @return empty for what fails or takes too long */
    private <T> Optional<T> looking(int millis, Supplier<T> look) {
        try {
            session.begin();
            try {
                session.command("SET TRANSACTION READ ONLY");
                session.command("SET LOCAL lock_timeout = '1s'; SET LOCAL max_parallel_workers_per_gather = 0;"
                        + " SET LOCAL statement_timeout = " + millis);
                return Optional.of(look.get());
            } catch (SlipwayException e) {
                if (e.code() == ErrorCode.CONNECTION_LOST) {
                    throw e;
                }
                return Optional.empty();
            } finally {
                session.rollback();
            }
        } catch (SqlFailure e) {
            return Optional.empty();
        }
    }
}
